/** The arrows of the house (docs/architecture.md): who may import whom. */
const product = ['config', 'triggers', 'templates', 'sync', 'plugin'];
const arrow = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    arrow('no-cycles', {}, { circular: true }, 'A cycle hides which of two modules is the foundation.'),
    arrow(
      'config-is-a-root',
      { path: '^config/' },
      { path: '^(triggers|templates|sync|plugin|packages)/' },
      'Config is data and its schemas.',
    ),
    arrow(
      'triggers-know-config-only',
      { path: '^triggers/' },
      { path: '^(templates|sync|plugin|packages)/' },
      'Rules are pure.',
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
