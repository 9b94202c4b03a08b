/** The name under which a client is remembered: a short hash, so that no id is stored with the model. */
export function personOf(clientId: string): string {
  return hashOf(clientId).toString(36);
}

/** Tells an outcome from others without storing its id: 52 bits in base 36. */
export function markOf(text: string): string {
  return ((hashOf(`${text}.`) % 2 ** 20) * 2 ** 32 + hashOf(text)).toString(36);
}

/** FNV-1a with a last mixing, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
