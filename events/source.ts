/** The `source` of everything that this product puts on the bus. */
export const eventSource = 'punctual';
