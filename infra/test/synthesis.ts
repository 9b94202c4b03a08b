import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { compose } from '../compose.ts';

/** What this file's tests read of a resource. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdatePolicy?: unknown;
}

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
const directories: string[] = [];

/** An app as the CLI makes it, with the context of `cdk.json`, that bundles nothing unless told; cleaned up afterwards. */
export function testApp(context: Record<string, unknown> = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'punctual-cdk-'));
  directories.push(outdir);
  return new App({ outdir, context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [], ...context } });
}

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** The whole product's templates. */
export function synthesized(context: Record<string, unknown> = {}) {
  const app = testApp(context);
  const stacks = compose(app);
  return {
    app,
    stacks,
    data: Template.fromStack(stacks.data),
    api: Template.fromStack(stacks.api),
    workers: Template.fromStack(stacks.workers),
    observability: Template.fromStack(stacks.observability),
    ...(stacks.edge && { edge: Template.fromStack(stacks.edge) }),
  };
}

/** Findings of cdk-nag that were acknowledged: by rule, where and why. */
export function acknowledgementsOf(app: App): { path: string; rule: string; reason: string }[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([rule, reason]) => ({
        path: node.path,
        rule: rule.replace(/^.*::(?=AwsSolutions)/, ''),
        reason,
      })),
  );
}

/** Resources of one type, or of all, by logical id. */
export function resourcesOf(template: Template, type?: string): [string, Resource][] {
  const all = Object.entries((template.toJSON().Resources ?? {}) as Record<string, Resource>);
  return type === undefined ? all : all.filter(([, resource]) => resource.Type === type);
}

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: unknown;
}

/** What a role may do, with single values as lists. */
export function statementsOf(template: Template, roleId: string): Statement[] {
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
  return resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    if (!JSON.stringify(Properties.Roles).includes(`"${roleId}"`)) return [];
    const { Statement } = Properties.PolicyDocument as { Statement: (Statement & { Action: unknown })[] };
    return Statement.map((one) => ({
      ...one,
      Action: list(one.Action) as string[],
      Resource: list(one.Resource),
    }));
  });
}

/** Functions by the entry point that their stack was given, with the id of their role. */
export function functionsOf(template: Template): { id: string; roleId: string; resource: Resource }[] {
  return resourcesOf(template, 'AWS::Lambda::Function').map(([id, resource]) => {
    const role = resource.Properties.Role as { 'Fn::GetAtt': [string, string] };
    return { id, roleId: role['Fn::GetAtt'][0], resource };
  });
}
