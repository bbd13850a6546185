import type { Extension } from '@codemirror/state';

export interface Language {
  readonly name: string;
  load(): Promise<Extension>;
}

const PLAIN: Language = { name: 'Plain text', load: () => Promise.resolve([]) };

const script = (name: string, options: { jsx?: boolean; typescript?: boolean }): Language => ({
  name,
  load: () => import('@codemirror/lang-javascript').then((module) => module.javascript(options)),
});

const LANGUAGES: readonly [RegExp, Language][] = [
  [/\.tsx?$/i, script('TypeScript', { typescript: true, jsx: true })],
  [/\.([cm]?js|jsx)$/i, script('JavaScript', { jsx: true })],
  [/\.json$/i, script('JSON', {})],
  [/\.java$/i, { name: 'Java', load: () => import('@codemirror/lang-java').then((module) => module.java()) }],
  [/\.(md|markdown)$/i, { name: 'Markdown', load: () => import('@codemirror/lang-markdown').then((module) => module.markdown()) }],
  [/\.html?$/i, { name: 'HTML', load: () => import('@codemirror/lang-html').then((module) => module.html()) }],
  [/\.css$/i, { name: 'CSS', load: () => import('@codemirror/lang-css').then((module) => module.css()) }],
];

/** The language, by the extension in the title, as for a file. */
export function languageOf(title: string): Language {
  return LANGUAGES.find(([ending]) => ending.test(title.trim()))?.[1] ?? PLAIN;
}
