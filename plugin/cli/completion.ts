/** Completion for a shell, made of the commands themselves: what they take is written down once. */
import type { Command, Option } from 'commander';

interface TakenOption {
  readonly long: string;
  readonly short: string | undefined;
  readonly description: string;
  /** Its value: none, anything (a file's name is offered), or one of these. */
  readonly value: 'none' | 'any' | readonly string[];
}

/** A command as it is typed after the program's name: `faq plan`; the program itself is the empty one. */
interface TypedCommand {
  readonly typed: string;
  readonly description: string;
  readonly options: readonly TakenOption[];
  readonly below: readonly TypedCommand[];
}

const valueOf = ({ argChoices, required, optional }: Option): TakenOption['value'] => {
  if (argChoices !== undefined) return argChoices;
  return required || optional ? 'any' : 'none';
};

/** All that a command's own help names. */
const typedOf = (command: Command, typed = ''): TypedCommand => {
  const help = command.createHelp();
  return {
    typed,
    description: command.description(),
    options: help.visibleOptions(command).map((option) => ({
      long: option.long ?? option.flags,
      short: option.short,
      description: option.description,
      value: valueOf(option),
    })),
    below: help
      .visibleCommands(command)
      .map((inner) => typedOf(inner, typed === '' ? inner.name() : `${typed} ${inner.name()}`)),
  };
};

const allOf = (command: TypedCommand): TypedCommand[] => [command, ...command.below.flatMap(allOf)];
const lastWord = ({ typed }: TypedCommand): string => typed.split(' ').at(-1) ?? '';
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const flagsOf = ({ long, short }: TakenOption): string[] => (short === undefined ? [long] : [short, long]);

/** What is typed so far with the next word → the command it stands for, as a pattern of `case`. */
const steps = (all: readonly TypedCommand[]): string =>
  all
    .filter(({ typed }) => typed !== '')
    .map((command) => quoted(`${command.typed.split(' ').slice(0, -1).join(' ')} ${lastWord(command)}`))
    .join('|');

const bash = (all: readonly TypedCommand[]): string => `# bash: source <(reglament completion bash)
_reglament() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' word commands='' options=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${steps(all)}) at="\${at:+$at }$word" ;;
    esac
  done
  COMPREPLY=()
  case "$at $prev" in
${all
  .flatMap(({ typed, options }) =>
    options.flatMap(({ value, ...option }) => {
      if (value === 'none') return [];
      const words = value === 'any' ? '' : ` COMPREPLY=($(compgen -W ${quoted(value.join(' '))} -- "$cur"));`;
      return [
        `    ${flagsOf({ value, ...option })
          .map((flag) => quoted(`${typed} ${flag}`))
          .join('|')})${words} return ;;`,
      ];
    }),
  )
  .join('\n')}
  esac
  case "$at" in
${all
  .map(
    ({ typed, options, below }) =>
      `    ${quoted(typed)}) commands=${quoted(below.map(lastWord).join(' '))} options=${quoted(options.flatMap(flagsOf).join(' '))} ;;`,
  )
  .join('\n')}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$commands" -- "$cur")) ;;
  esac
}
complete -o default -F _reglament reglament`;

const described = (name: string, description: string): string => quoted(`${name}:${description}`);

const zsh = (all: readonly TypedCommand[]): string => `#compdef reglament
# zsh: reglament completion zsh > папка из fpath/_reglament
_reglament() {
  local at='' word
  local -a commands options values
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      ${steps(all)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${all
  .flatMap(({ typed, options }) =>
    options.flatMap((option) => {
      if (option.value === 'none') return [];
      const patterns = flagsOf(option).map((flag) => quoted(`${typed} ${flag}`));
      const act =
        option.value === 'any'
          ? '_files'
          : `values=(${option.value.map(quoted).join(' ')}); _describe значение values`;
      return [`    ${patterns.join('|')}) ${act}; return ;;`];
    }),
  )
  .join('\n')}
  esac
  case "$at" in
${all
  .map(
    ({ typed, options, below }) =>
      `    ${quoted(typed)})
      commands=(${below.map((inner) => described(lastWord(inner), inner.description)).join(' ')})
      options=(${options.flatMap((option) => flagsOf(option).map((flag) => described(flag, option.description))).join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe параметр options
  elif (( \${#commands} )); then
    _describe команда commands
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _reglament ]]; then _reglament "$@"; else compdef _reglament reglament; fi`;

const fish = (
  all: readonly TypedCommand[],
): string => `# fish: reglament completion fish > ~/.config/fish/completions/reglament.fish
function __reglament_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${steps(all).replaceAll('|', ' ')}
        set at (string trim -- "$at $word")
    end
  end
  test "$at" = "$argv[1]"
end
${all
  .flatMap(({ typed, options, below }) => {
    const here = `complete -c reglament -n "__reglament_at ${quoted(typed)}"`;
    return [
      ...below.map((inner) => `${here} -f -a ${lastWord(inner)} -d ${quoted(inner.description)}`),
      ...options.map(({ long, short, description, value }) =>
        [
          here,
          `-l ${long.replace(/^-+/, '')}`,
          ...(short === undefined ? [] : [`-s ${short.replace(/^-+/, '')}`]),
          ...(value === 'none' ? [] : value === 'any' ? ['-r'] : [`-x -a ${quoted(value.join(' '))}`]),
          `-d ${quoted(description)}`,
        ].join(' '),
      ),
    ];
  })
  .join('\n')}`;

const scripts = { bash, zsh, fish } as const;
type Shell = keyof typeof scripts;

const isShell = (name: string): name is Shell => Object.hasOwn(scripts, name);

/** The script for `shell` that completes what `program` takes. @throws Error (Russian) for a shell it does not know */
export const completionOf = (shell: string, program: Command): string => {
  if (!isShell(shell))
    throw new Error(`для оболочки «${shell}» дополнения нет; допустимо: ${Object.keys(scripts).join(', ')}`);
  return scripts[shell](allOf(typedOf(program)));
};
