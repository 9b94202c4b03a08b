/** Imports run one way; each rule says what a room may not know, and why. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Data flows one way.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'scheduling-knows-nobody',
      comment: 'The engine decides from what it is given: no other package, no library, no platform module.',
      severity: 'error',
      from: { path: '^packages/scheduling/', pathNot: '(\\.test\\.ts$|/bench/|/test/)' },
      to: { pathNot: '^packages/scheduling/' },
    },
    {
      name: 'recommendations-know-nobody',
      comment: 'The model learns and judges from what it is given; only its command reads and writes files.',
      severity: 'error',
      from: { path: '^packages/recommendations/', pathNot: '(\\.test\\.ts$|/bench/|/evaluate/main\\.ts$)' },
      to: { pathNot: '^packages/recommendations/' },
    },
    {
      name: 'the-checker-decides-for-itself',
      comment: 'A checker that shares the code it checks shares its mistakes.',
      severity: 'error',
      from: { path: '^packages/verify/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/(scheduling|application|adapters|recommendations|lambda)/' },
    },
    {
      name: 'contracts-know-only-zod',
      comment: 'Routes are declared for everybody, so they may depend on nobody.',
      severity: 'error',
      from: { path: '^packages/contracts/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(packages/contracts/|node_modules/zod/)' },
    },
    {
      name: 'events-know-only-zod',
      comment: 'Asynchronous contracts are read by other systems too.',
      severity: 'error',
      from: { path: '^events/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(events/|node_modules/zod/)' },
    },
    {
      name: 'application-knows-the-engine-only',
      comment: 'Use cases reach the world through ports.',
      severity: 'error',
      from: { path: '^packages/application/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/(application|scheduling|recommendations)/' },
    },
    {
      name: 'adapters-implement-ports',
      severity: 'error',
      from: { path: '^packages/adapters/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(lambda|local|testkit|contracts)|functions|infra)/' },
    },
    {
      name: 'lambda-chooses-no-adapter',
      comment: 'The stack knows the shape of its stores; which ones they are is the wiring of the functions.',
      severity: 'error',
      from: { path: '^packages/lambda/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(local|testkit)|functions|infra)/' },
    },
    {
      name: 'only-the-cloud-app-deploys',
      severity: 'error',
      from: { pathNot: '^infra/' },
      to: {
        path: '^(infra/|node_modules/(aws-cdk-lib|constructs|cdk-nag)/)',
        pathNot: '^infra/constructs/bundling\\.ts$',
      },
    },
    {
      name: 'only-local-is-local',
      comment:
        'The same code runs everywhere: nothing that is deployed knows the local cloud or the test kit.',
      severity: 'error',
      from: { pathNot: '(^packages/(local|testkit|chaos|load)/|\\.test\\.ts$|/bench/|/test/)' },
      to: { path: '^packages/(local|testkit|chaos|load)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(cdk\\.out|\\.local|node_modules/.*\\.d\\.)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
