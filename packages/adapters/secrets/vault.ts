import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A secret that only its connection can open. All but `keyId` are base64. */
export interface Sealed {
  /** The KMS key, so that what was sealed before a change of keys is known. */
  readonly keyId: string;
  readonly encryptedKey: string;
  readonly nonce: string;
  readonly tag: string;
  readonly ciphertext: string;
}

/** Seals secrets of connections. What was sealed for one connection does not open for another. */
export interface Vault {
  seal(connectionId: string, secret: string): Promise<Sealed>;
  /** @throws when it was sealed for another connection, or altered */
  open(connectionId: string, sealed: Sealed): Promise<string>;
}

const algorithm = 'aes-256-gcm';
/** Bytes (NIST SP 800-38D). */
const nonceLength = 12;
const tagLength = 16;

/**
 * Envelope encryption: a data key of its own for every secret, itself encrypted by KMS with the connection as encryption
 * context, and the connection authenticated with the ciphertext as well. KMS never sees the secret, whose length it would
 * limit, and its audit trail says which connection was opened.
 */
export function kmsVault(KeyId: string): Vault {
  return {
    async seal(connectionId, secret) {
      const { kms, GenerateDataKeyCommand } = await client();
      const { Plaintext, CiphertextBlob } = await kms.send(
        new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: contextOf(connectionId) }),
      );
      if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error('KMS gave no data key');
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, Plaintext, nonce).setAAD(Buffer.from(connectionId));
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      Plaintext.fill(0);
      return {
        keyId: KeyId,
        encryptedKey: base64(CiphertextBlob),
        nonce: base64(nonce),
        tag: base64(cipher.getAuthTag()),
        ciphertext: base64(ciphertext),
      };
    },
    async open(connectionId, sealed) {
      const { kms, DecryptCommand } = await client();
      const { Plaintext } = await kms.send(
        new DecryptCommand({
          // Told so that no other key of the account is ever tried.
          KeyId: sealed.keyId,
          CiphertextBlob: bytes(sealed.encryptedKey),
          EncryptionContext: contextOf(connectionId),
        }),
      );
      if (Plaintext === undefined) throw new Error('KMS gave no data key');
      try {
        const decipher = createDecipheriv(algorithm, Plaintext, bytes(sealed.nonce), {
          authTagLength: tagLength,
        })
          .setAAD(Buffer.from(connectionId))
          .setAuthTag(bytes(sealed.tag));
        return Buffer.concat([decipher.update(bytes(sealed.ciphertext)), decipher.final()]).toString('utf8');
      } catch {
        // The library's words would say nothing more, and the data must not be in them.
        throw new Error(`what was sealed for connection ${connectionId} does not open`);
      } finally {
        Plaintext.fill(0);
      }
    },
  };
}

const contextOf = (connection: string) => ({ connection });
const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');
const bytes = (text: string) => Buffer.from(text, 'base64');

let loaded: ReturnType<typeof load> | undefined;

function client(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

/** Only processes that need it pay for loading the client. */
async function load() {
  const { DecryptCommand, GenerateDataKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const kms = new KMSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return { kms, DecryptCommand, GenerateDataKeyCommand };
}
