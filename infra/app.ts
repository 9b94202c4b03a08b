import { App } from 'aws-cdk-lib';
import { compose } from './compose.ts';

compose(new App());
