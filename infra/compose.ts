import { join } from 'node:path';
import { routes, workers } from '@punctual/contracts/registry.ts';
import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type Settings, settingsOf } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { EdgeStack } from './stacks/edge.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { WorkersStack } from './stacks/workers.ts';

/** The entry points that are deployed. */
export const functionsDirectory = join(import.meta.dirname, '..', 'functions');

/**
 * Puts the whole product into a CDK app, checked by cdk-nag. The stacks are deployed in the order in which they are
 * made here; none refers to a later one.
 *
 * @throws Error when a setting is wrong, or an entry point of the registry has no file or no permissions
 */
export function compose(app: App) {
  const settings = settingsOf(app.node);
  const name = (part: string) => `Punctual-${settings.stage}-${part}`;
  Tags.of(app).add('application', 'punctual');
  Tags.of(app).add('stage', settings.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

  const data = new DataStack(app, name('Data'), {
    settings,
    description: 'Punctual: table, event bus, alarm topic',
  });
  const foundation = { settings, data, functionsDirectory };
  const api = new ApiStack(app, name('Api'), {
    platform: foundation,
    routes,
    description: 'Punctual: HTTP surface',
  });
  const edge = edgeOf(app, settings, name('Edge'));
  edge?.addStackDependency(api);
  const platform = { ...foundation, publicApiUrl: api.contract.url };
  const after = new WorkersStack(app, name('Workers'), {
    platform,
    workers,
    description: 'Punctual: what happens after the write',
  });
  const observability = new ObservabilityStack(app, name('Observability'), {
    settings,
    data,
    api,
    workers: after,
    description: 'Punctual: alarms and dashboard',
  });
  return { settings, data, api, edge, workers: after, observability };
}

/** Deployed after the API, which gives up the domain's name that CloudFront then takes. */
function edgeOf(app: App, settings: Settings, id: string): EdgeStack | undefined {
  const { firewall } = settings;
  if (firewall === undefined) return undefined;
  return new EdgeStack(app, id, { settings, firewall, routes, description: 'Punctual: firewall' });
}
