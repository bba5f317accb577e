import graphqlEslint from '@graphql-eslint/eslint-plugin';
import tseslint from 'typescript-eslint';

/** What the SDL imports by its @link, so that it can be read on its own. */
const FEDERATION_DIRECTIVES = `
  directive @link(url: String!, import: [String]) repeatable on SCHEMA
  directive @key(fields: String!) repeatable on OBJECT
  directive @shareable on OBJECT
  directive @tag(name: String!) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean) on FIELD_DEFINITION
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

export default tseslint.config(
  { ignores: ['dist', '.built', 'coverage', 'test/generated'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Settings and wire rows are read by name, and TypeScript's own rule wants brackets there.
      '@typescript-eslint/dot-notation': 'off',
      // A resolver or capability may be async by its contract and have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Answers of GraphQL have every shape; expectations check them.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['schema.graphql'],
    languageOptions: { parser: graphqlEslint.parser, parserOptions: { graphQLConfig: { schema: ['schema.graphql', FEDERATION_DIRECTIVES] } } },
    plugins: { '@graphql-eslint': graphqlEslint },
    rules: Object.fromEntries(
      Object.entries({
        'require-description': { types: true, FieldDefinition: true, EnumValueDefinition: true, InputValueDefinition: true },
        'description-style': { style: 'block' },
        'no-hashtag-description': {},
        'naming-convention': {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': { forbiddenPrefixes: ['query', 'get'] },
          'FieldDefinition[parent.name.value=Mutation]': { forbiddenPrefixes: ['mutation'] },
        },
        'input-name': { caseSensitiveInputType: true },
        'no-unreachable-types': {},
        'no-scalar-result-type-on-mutation': {},
        'require-deprecation-reason': {},
        'known-directives': {},
        'known-type-names': {},
        'relay-arguments': { includeBoth: false },
        'relay-connection-types': {},
        // Nodes beside edges are Relay's own suggestion for clients that need no cursors.
        'relay-edge-types': { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
        'relay-page-info': {},
      }).map(([rule, options]) => [`@graphql-eslint/${rule}`, Object.keys(options).length > 0 ? ['error', options] : 'error']),
    ),
  },
  // The two programs, and those that write files, speak to the person who started them.
  { files: ['src/main.ts', 'src/write-schema.ts', 'src/write-configuration.ts', 'src/issue-token.ts', 'src/hash-number.ts', 'src/load-config.ts', 'src/simulators/main.ts', 'src/doctor/main.ts'], rules: { 'no-console': 'off' } },
);
