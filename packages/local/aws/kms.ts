import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  account,
  Fault,
  type Input,
  isInput,
  optionalNumber,
  optionalText,
  region,
  requiredText,
} from './fault.ts';

const keyArn = `arn:aws:kms:${region}:${account}:key/local`;
const nonceLength = 12;
const tagLength = 16;

/** The encryption context as authenticated data: the same pairs in any order give the same bytes. */
function contextBytes(input: Input): Buffer {
  const context = isInput(input.EncryptionContext) ? input.EncryptionContext : {};
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

/**
 * KMS with a single key that stands for every key id: AES-256-GCM with the encryption context authenticated.
 * The key is a file in the state directory, readable by its owner only.
 */
export function createKms(stateDirectory: string) {
  const path = join(stateDirectory, 'kms.key');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 });
  const key = readFileSync(path);

  const encrypt = (plaintext: Buffer, input: Input): string => {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(contextBytes(input));
    const content = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64');
  };

  return {
    Encrypt(input: Input) {
      requiredText(input, 'KeyId');
      const plaintext = Buffer.from(requiredText(input, 'Plaintext'), 'base64');
      if (plaintext.length > 4096)
        throw new Fault('ValidationException', 'Plaintext must be at most 4096 bytes.');
      return {
        KeyId: keyArn,
        CiphertextBlob: encrypt(plaintext, input),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
    Decrypt(input: Input) {
      const blob = Buffer.from(requiredText(input, 'CiphertextBlob'), 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, nonceLength))
          .setAAD(contextBytes(input))
          .setAuthTag(blob.subarray(nonceLength, nonceLength + tagLength));
        const plaintext = Buffer.concat([
          decipher.update(blob.subarray(nonceLength + tagLength)),
          decipher.final(),
        ]);
        return {
          KeyId: keyArn,
          Plaintext: plaintext.toString('base64'),
          EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        };
      } catch {
        throw new Fault(
          'InvalidCiphertextException',
          'The ciphertext or its encryption context is not valid.',
        );
      }
    },
    GenerateDataKey(input: Input) {
      requiredText(input, 'KeyId');
      const length =
        optionalNumber(input, 'NumberOfBytes') ?? (optionalText(input, 'KeySpec') === 'AES_128' ? 16 : 32);
      const plaintext = randomBytes(length);
      return {
        KeyId: keyArn,
        Plaintext: plaintext.toString('base64'),
        CiphertextBlob: encrypt(plaintext, input),
      };
    },
  };
}
