/** Milliseconds since the epoch. */
export type Instant = number;

/** An item as the table holds it. */
export type RawItem = Readonly<Record<string, unknown>>;

export interface Fact {
  readonly pk: string;
  readonly sk: string;
  readonly entity: string;
}

interface Indexed {
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
  readonly gsi2pk?: string;
  readonly gsi2sk?: string;
}

interface Taking {
  readonly id: string;
  readonly providerId: string;
  readonly clientId: string;
  readonly providerAgenda: string;
  readonly clientAgenda: string;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: string;
  /** Hashed. */
  readonly title: string;
  readonly createdAt: Instant;
  readonly version: number;
}

export interface AppointmentFact extends Fact, Indexed, Taking {
  readonly status: string;
  readonly surface: string;
  readonly initial: boolean;
  readonly updatedAt: Instant;
  /** When it got the time that it has. */
  readonly timedAt: Instant;
  /** How often it was moved. */
  readonly moves: number;
  readonly meetingId?: string;
}

export interface HoldFact extends Fact, Taking {
  readonly state: string;
  readonly expiresAt: Instant;
}

export interface PageFact extends Fact {
  readonly agenda: string;
  readonly day: number;
  readonly version: number;
  readonly entries: readonly {
    readonly id: string;
    readonly start: Instant;
    readonly end: Instant;
    readonly expiresAt?: Instant;
  }[];
}

interface ChangeFacts {
  readonly status: string;
  readonly start: Instant;
  readonly durationMinutes: number;
  readonly kind: string;
  readonly title: string;
}

/** An event of an appointment, of settings or of a connection: by what it is about, some of this is missing. */
export interface EventFact extends Fact {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly sequence?: number;
  readonly appointmentId?: string;
  readonly providerId?: string;
  readonly clientId?: string;
  readonly connectionId?: string;
  readonly personId?: string;
  readonly before?: ChangeFacts;
  readonly after?: ChangeFacts;
  /** Of settings: names of the fields that differ. */
  readonly changed?: readonly string[];
}

export interface PersonFact extends Fact, Indexed {
  readonly id: string;
  readonly agenda: string;
  readonly version: number;
  readonly roles: readonly string[];
  /** As it stands in the keys of pointers. */
  readonly emailHash?: string;
  readonly leadOf?: string;
  readonly staffOf?: string;
}

export interface SettingsFact extends Fact {
  readonly providerId: string;
  readonly version: number;
  readonly bufferMinutes: number;
  readonly updatedAt: Instant;
  readonly reminders: { readonly email: boolean; readonly sms: boolean; readonly hoursBefore: number };
  readonly rows: readonly string[];
}

export interface TallyFact extends Fact {
  readonly counts: Readonly<Record<string, number>>;
}

export interface RelationFact extends Fact {
  readonly firstAppointment?: string;
}

/** One thing that leads to another. */
export interface PointerFact extends Fact {
  readonly to: string;
}

export interface DeliveryFact extends Fact {
  readonly appointmentId: string;
  readonly version: number;
  readonly kind: string;
  readonly channel: string;
  readonly recipient: string;
  readonly status: string;
  readonly messageId?: string;
  readonly claimedAt?: Instant;
  readonly settledAt?: Instant;
}

export interface RecoveryFact extends Fact, Indexed {
  readonly id: string;
  readonly providerId: string;
  readonly clientId: string;
  readonly status: string;
  readonly automaticAttempts: number;
  readonly incentiveOffered: boolean;
  readonly abandonedAt: Instant;
  readonly recoveredBy?: string;
}

export interface TotalsFact extends Fact {
  readonly abandoned: number;
  readonly recovered: number;
}

export interface ConnectionFact extends Fact {
  readonly id: string;
  readonly personId: string;
  readonly provider: string;
  readonly status: string;
  readonly syncEnabled: boolean;
  readonly autoCreateEvents: boolean;
  readonly autoUpdateEvents: boolean;
  readonly busySync: boolean;
  readonly updatedAt: Instant;
  /** The account's item, which names its address by a hash only. */
  readonly accountSk: string;
  readonly isErasing: boolean;
}

export interface MappingFact extends Fact {
  readonly connectionId: string;
  readonly appointmentId: string;
  readonly state: string;
  readonly externalId?: string;
  readonly writtenStart?: Instant;
  readonly writtenEnd?: Instant;
  readonly appointmentVersion: number;
  readonly updatedAt: Instant;
}

export interface OpenFact extends Fact {
  readonly state: string;
}

export interface BusyEventFact extends Fact {
  readonly days: readonly number[];
}

export interface ExternalFact extends Fact {
  readonly agenda: string;
  readonly day: number;
  readonly connectionId?: string;
  /** Hashes of the ids of the events that take time on the day. */
  readonly events: readonly string[];
}

export interface MeetingFact extends Fact {
  readonly meetingId?: string;
  /** The provider did not do what it was asked, as its appointment shows. */
  readonly isFailing: boolean;
}

export interface IntakeFact extends Fact {
  readonly id: string;
  readonly version: number;
  readonly emailHash?: string;
  readonly appointmentIds: readonly string[];
  /** Keys of the pointers that must lead here. */
  readonly pointers: readonly string[];
}

/** What the checks know of items by the kind that their `entity` names. */
export interface FactKinds {
  readonly appointment: AppointmentFact;
  readonly hold: HoldFact;
  readonly page: PageFact;
  readonly event: EventFact;
  readonly person: PersonFact;
  readonly settings: SettingsFact;
  readonly tally: TallyFact;
  readonly relation: RelationFact;
  readonly email: PointerFact;
  readonly 'lead-pointer': PointerFact;
  readonly 'coach-pointer': PointerFact;
  readonly 'row-pointer': PointerFact;
  readonly device: PointerFact;
  readonly 'device-owner': PointerFact;
  readonly delivery: DeliveryFact;
  readonly recovery: RecoveryFact;
  readonly 'recovery-totals': TotalsFact;
  readonly connection: ConnectionFact;
  readonly 'connection-pointer': Fact;
  readonly account: PointerFact;
  readonly tokens: Fact;
  readonly mapping: MappingFact;
  readonly open: OpenFact;
  readonly 'busy-event': BusyEventFact;
  readonly external: ExternalFact;
  readonly meeting: MeetingFact;
  readonly 'meeting-pointer': PointerFact;
  readonly intake: IntakeFact;
  readonly 'intake-pointer': PointerFact;
  readonly 'intake-email': PointerFact;
}
