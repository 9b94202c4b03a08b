/** How a client is set up that sends messages to people: what it is not sure of, the queue decides, which knows of doubles. */
export const sendOnce = {
  // The library would try again after a time-out, which may double a message.
  maxAttempts: 1,
  // A connection that was kept may have been closed over there while the function was frozen or busy, so that the first
  // message after a pause would get no answer, and nobody would know what became of it.
  requestHandler: { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
};
