/*
 * The templates of the whole product. One file for the test runner, because each gets a process of its own: loading the
 * CDK and synthesizing take longer than all that is tested here.
 */
import './stacks/alarms.ts';
import './stacks/app.ts';
import './stacks/data.ts';
import './stacks/firewall.ts';
import './stacks/functions.ts';
import './stacks/production.ts';
