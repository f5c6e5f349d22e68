import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.ketnoi/', 'schema/operations.ts', '**/*.mjs', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'shared/config.ts is the only reader of the environment.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
      // A resolver, record or migration class is made of decorated members; some hold only static ones.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Decorators take functions and classes as they are: `@Field(() => ID)`, `entities: Function[]`.
      '@typescript-eslint/no-unsafe-function-type': 'off',
      // Decorated types describe the graph; resolvers answer plain objects of that shape, never instances.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `while (true)` and `for (;;)` are how a loop with its exit in the middle is written.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  { files: ['shared/config.ts'], rules: { 'no-restricted-properties': 'off' } }, // the only reader of the environment
  {
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'simulation/simulate.ts', 'simulation/reliability/reliability.ts'],
    rules: { 'no-console': 'off' },
  }, // programs of the terminal
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-properties': 'off', // tests set the environment of what they start
      // Answers of a graph are JSON, and Jest's matchers are any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      'max-lines': ['error', { max: 400 }], // tables of cases are long
    },
  },
);
