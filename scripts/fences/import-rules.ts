import type { IConfiguration } from 'dependency-cruiser'

const tests = '[.]test(-d)?[.]tsx?$'
/** A kind of folder inside a package, with and without a domain above it. */
const folders = (kind: string): string[] => [`^packages/[^/]+/src/${kind}/`, `^packages/[^/]+/src/[^/]+/${kind}/`]
const pure = folders('(domain|ports)')

/** Who may import whom; the reasons stand in `comment`. */
export const importRules: IConfiguration = {
  forbidden: [
    {
      name: 'domain-and-ports-know-no-adapter',
      comment: 'Domain code and ports never import an adapter or a testkit, types included.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { path: folders('(adapters|testkit)') },
    },
    {
      name: 'domain-and-ports-know-no-node',
      comment: 'Domain code and ports run anywhere: no node: module, types included.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-and-ports-know-no-library',
      comment: 'Domain code and ports use zod, libphonenumber-js and @cloudgreet/core, nothing else of npm.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(zod|libphonenumber-js)/|(node_modules/@cloudgreet|packages)/core/',
      },
    },
    {
      name: 'only-tests-use-testkits',
      comment: 'Testkits are for tests and for other testkits.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: `/testkit/|${tests}|src/testkit[.]ts$` },
      to: { path: '/testkit(/|[.])' },
    },
    {
      name: 'packages-by-name',
      comment: 'A package reaches another by its name, never into its sources.',
      severity: 'error',
      from: { path: '^(?:packages|apps)/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/$1/' },
    },
    {
      name: 'siblings-know-core-only',
      comment: 'telephony, compliance, inventory and outreach import core only; core imports no sibling.',
      severity: 'error',
      from: { path: '^packages/(core|telephony|compliance|inventory|outreach)/src/' },
      to: {
        path: '^(node_modules/@cloudgreet|packages)/(telephony|compliance|inventory|outreach|client-sdk|monitors)/',
        pathNot: '^packages/$1/',
      },
    },
    {
      name: 'client-sdk-stands-alone',
      comment: 'The client ships no zod, no node: module and no sibling.',
      severity: 'error',
      from: { path: '^packages/client-sdk/src/', pathNot: tests },
      to: { path: '^(node_modules/@cloudgreet|packages)/(?!client-sdk)|node_modules/zod/|^node:' },
    },
    ...['', '[^/]+/'].map((domain) => ({
      name: 'adapters-stay-apart',
      comment: 'One adapter never imports another.',
      severity: 'error' as const,
      from: { path: `^packages/[^/]+/src/${domain}adapters/([^/]+)/`, pathNot: tests },
      to: { path: folders('adapters'), pathNot: folders('adapters/$1') },
    })),
    {
      name: 'only-compliance-makes-permits',
      comment: 'A permit is the proof of a decision: only compliance may make one.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: `^packages/(compliance|core)/|${tests}|/testkit/` },
      to: { path: '/core/(dist|src)/permit[.]' },
    },
    {
      name: 'no-cycles',
      comment: 'Modules form no circle.',
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '/dist/.*[.]map$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.fences.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'default'], exportsFields: ['exports'] },
  },
}
