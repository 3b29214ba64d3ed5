/** The arrows of the house (docs/architecture.md): who may import whom. */
const product = ['config', 'triggers', 'templates', 'sync', 'plugin'];
const arrow = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    arrow('no-cycles', {}, { circular: true }, 'A cycle hides which of two modules is the foundation.'),
    arrow(
      'config-is-a-root',
      { path: '^config/' },
      { path: '^(triggers|templates|sync|plugin|packages/(?!portal-letter/))' },
      'Config is data and its schemas; spellings of forms are compared as the reader of letters compares them.',
    ),
    arrow(
      'triggers-know-config-only',
      { path: '^triggers/' },
      { path: '^(sync|plugin|packages/(?!portal-letter/))' },
      'Rules are pure; what is wrong with a number is said in one place, beside the reader of letters.',
    ),
    arrow(
      'triggers-name-templates-only',
      { path: '^triggers/' },
      { path: '^templates/', dependencyTypesNot: ['type-only'] },
      'A rule says which sentence and what it is told, checked by its type; nothing is rendered in a rule.',
    ),
    arrow(
      'templates-are-a-leaf',
      { path: '^templates/' },
      { path: '^(config|triggers|sync|plugin|packages)/' },
      'Sentences depend on nothing.',
    ),
    arrow(
      'sync-below-plugin',
      { path: '^sync/' },
      { path: '^(triggers|templates|plugin)/' },
      'Sync brings the helpdesk to a state; it decides nothing about tickets.',
    ),
    arrow(
      'no-effects-in-rules',
      { path: '^triggers/' },
      { path: '^node:(fs|http|https|net|child_process|process|dns)' },
      'Rules take facts and time as arguments.',
    ),
    arrow(
      'sandbox-only-in-demo',
      { path: `^(${product.join('|')})/`, pathNot: '^plugin/demo/' },
      { path: '^packages/zammad-sandbox' },
      'The product never talks to its own imitation.',
    ),
    arrow(
      'engine-below-its-askers',
      { path: '^plugin/engine/' },
      { path: '^plugin/(ask|cli|http|demo)/' },
      'The engine does not know who asks about it.',
    ),
    arrow(
      'page-asks-only',
      { path: '^plugin/page/' },
      { path: '^plugin/(cli|demo|http|serve)' },
      'The page is put together by whoever starts it.',
    ),
    arrow(
      'page-below-serve',
      { path: '^plugin/(engine|ask|store|http|process)/' },
      { path: '^(plugin|templates)/page/' },
      'Nobody below knows that somebody looks.',
    ),
    arrow(
      'sections-without-entry',
      { path: '^plugin/page/sections/' },
      { path: '^(plugin/page/(entry|app|open)|node_modules/express)' },
      'A section knows who asks, not how they came in.',
    ),
    arrow(
      'http-keeps-only',
      { path: '^plugin/http/' },
      { path: '^plugin/engine/' },
      'A request is kept and answered; nothing is decided in it.',
    ),
    arrow(
      'store-below-engine',
      { path: '^plugin/store/' },
      { path: '^plugin/(engine|ask|cli|http)/' },
      'The store keeps rows; what they mean is known above it.',
    ),
    arrow(
      'ask-below-cli',
      { path: '^plugin/ask/' },
      { path: '^plugin/cli/' },
      'Questions are answered the same, whoever prints them.',
    ),
    arrow(
      'process-below-all',
      { path: '^plugin/process/' },
      { path: '^plugin/(engine|ask|cli|http|store|demo)/' },
      'Environment, log and faults are the ground the rest of the companion stands on.',
    ),
    arrow(
      'rules-above-questions',
      { path: '^triggers/(ticket|verdict|person|working-time)/' },
      { path: '^triggers/(rules/|index)' },
      'What rules stand on knows no rule.',
    ),
    arrow(
      'objects-without-faq',
      { path: '^sync/objects/' },
      { path: '^sync/faq/' },
      'Helpdesk objects and the knowledge base are brought over apart.',
    ),
    arrow(
      'faq-reading-is-pure',
      { path: '^sync/faq/(edition|suggest)/' },
      { path: '^sync/faq/(plan|write|source|watch)' },
      'What an edition says does not depend on what the base holds.',
    ),
    arrow(
      'packages-stand-alone',
      { path: '^packages/' },
      { path: `^(${product.join('|')})/` },
      'Packages know nothing of the regulation.',
    ),
    arrow(
      'nothing-imports-test',
      { path: `^(${product.join('|')}|packages)/`, pathNot: '/test/' },
      { path: '(^|/)test/' },
      'Tests look at the product, not the other way.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
