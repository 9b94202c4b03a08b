export type ConnectionStatus = 'active' | 'needs_reauth' | 'error' | 'paused';

/**
 * `works`: the provider did what it was asked. `reconnected`: the person has given access anew. `revoked`: it was taken
 * back. `refused`: the provider refuses us for good. `switched`: `sync_enabled` may have been changed.
 */
export type Happening = 'works' | 'reconnected' | 'revoked' | 'refused' | 'switched';

/**
 * The status of a connection after something happened. Only connecting again ends `needs_reauth`; `error` also ends when
 * something works.
 */
export function statusAfter(
  status: ConnectionStatus,
  happening: Happening,
  syncEnabled: boolean,
): ConnectionStatus {
  const running = syncEnabled ? 'active' : 'paused';
  switch (happening) {
    case 'reconnected':
      return running;
    case 'revoked':
      return 'needs_reauth';
    case 'refused':
      return status === 'needs_reauth' ? status : 'error';
    case 'works':
      return status === 'needs_reauth' ? status : running;
    case 'switched':
      return status === 'needs_reauth' || status === 'error' ? status : running;
  }
}
