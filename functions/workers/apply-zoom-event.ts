import { dynamodbMeetings } from '@punctual/adapters/dynamodb/meetings.ts';
import { sqsQueue } from '@punctual/adapters/queues/sqs.ts';
import { schedulerTimers } from '@punctual/adapters/scheduler/timers.ts';
import { applyNews, judgeMeeting } from '@punctual/application/meetings/judge.ts';
import { meetingMessage } from '@punctual/contracts/webhooks/zoom.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import type { AppointmentId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Observation } from '@punctual/scheduling/meetings/attendance.ts';
import { required } from '../environment.ts';
import { ports, table } from '../wiring.ts';

const judging = {
  ...ports,
  meetings: dynamodbMeetings(table),
  provisioning: sqsQueue(required('QUEUE_URL_PROVISION_MEETING')),
  timers: schedulerTimers({
    group: required('SCHEDULE_GROUP'),
    roleArn: required('SCHEDULER_ROLE_ARN'),
    queueArn: required('QUEUE_ARN_APPLY_ZOOM_EVENT'),
  }),
};

export const handler = queueWorker(meetingMessage, async (message) => {
  if (message.kind === 'judge') {
    await judgeMeeting(judging, message.appointment_id as AppointmentId);
    return;
  }
  const observation = message.kind === 'seen' ? (message.observation as Observation) : undefined;
  await applyNews(judging, { meetingId: message.meeting_id, observation });
});
