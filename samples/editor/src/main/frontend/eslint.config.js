import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    // The linter needs the compiler's JavaScript API, which TypeScript 7 does not have: it uses 6, the build 7.
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The type declarations of Yjs lack its toString.
      '@typescript-eslint/no-base-to-string': ['error', { ignoredTypeNames: ['YText'] }],
    },
  },
);
