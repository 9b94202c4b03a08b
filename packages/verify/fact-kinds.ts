/** Milliseconds since the epoch. */
export type Instant = number;

/** An item as the table holds it. */
export type RawItem = Readonly<Record<string, unknown>>;

export interface Fact {
  readonly pk: string;
  readonly sk: string;
  readonly entity: string;
  /** Second since the epoch from which on the table may delete it by itself. */
  readonly ttl?: number;
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
  readonly staffId?: string;
  /** Whether it remembers a payment. */
  readonly isPaid: boolean;
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
  /** Through which whoever did it came. */
  readonly surface?: string;
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
  readonly minimumNoticeMinutes: number;
  readonly timeZone: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly reminders: { readonly email: boolean; readonly sms: boolean; readonly hoursBefore: number };
  readonly rows: readonly string[];
  readonly windows: readonly {
    readonly weekday: number;
    readonly startMinute: number;
    readonly endMinute: number;
  }[];
  readonly timeOff: readonly Stretch[];
}

export interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
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

export interface ConnectionFact extends Fact, Indexed {
  readonly id: string;
  readonly personId: string;
  readonly provider: string;
  readonly status: string;
  readonly syncEnabled: boolean;
  readonly autoCreateEvents: boolean;
  readonly autoUpdateEvents: boolean;
  readonly busySync: boolean;
  readonly busyPolicy: string;
  readonly busyMaximumAgeMinutes: number;
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
  /** What the events take, one by one. */
  readonly taken: readonly Stretch[];
  /** What decisions read. */
  readonly busy: readonly Stretch[];
}

/** How fresh the busy time of a person's connections is, and what holds when it is not. */
export interface BusySourcesFact extends Fact {
  readonly sources: readonly {
    readonly connectionId: string;
    readonly policy: string;
    readonly maximumAgeMinutes: number;
  }[];
}

export interface ImportFact extends Fact, Indexed {
  readonly nextPollAt: Instant;
}

export interface TimerNoteFact extends Fact {
  readonly appointmentId: string;
  readonly providerId: string;
  readonly timers: readonly { readonly name: string; readonly at: Instant }[];
  readonly until: Instant;
}

export interface MeetingFact extends Fact {
  readonly meetingId?: string;
  /** The provider did not do what it was asked, as its appointment shows. */
  readonly isFailing: boolean;
}

/** What the search knows of an intake. */
export interface RowFact {
  readonly id: string;
  /** Hashed: everything that it is found by in words. */
  readonly words: string;
  readonly isRead: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface SearchRowFact extends RowFact {
  readonly status: string;
  readonly scheduledAt?: Instant;
}

export interface InviteeFact {
  readonly id: string;
  readonly createdAt: Instant;
  readonly start: Instant;
  readonly cancelledAt?: Instant;
  readonly saidAt?: Instant;
  /** Whether this is one of several times of a meeting. */
  readonly isMoved: boolean;
}

/** What a meeting came to in our agendas. */
export interface EntryFact {
  readonly appointmentId: string;
  readonly settledFor?: string;
  readonly status?: string;
  readonly start?: Instant;
  /** Time that is kept busy because the meeting clashes. */
  readonly kept?: Stretch & { readonly agenda: string };
}

export interface IntakeFact extends Fact {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Instant;
  readonly emailHash?: string;
  /** Undefined: it was deleted. */
  readonly row?: RowFact;
  readonly invitees: readonly InviteeFact[];
  readonly entries: readonly EntryFact[];
  /** A status that was set by hand. */
  readonly decision?: { readonly status: string; readonly at: Instant };
  readonly toldStart?: Instant;
  /** Keys of the pointers that must lead here. */
  readonly pointers: readonly string[];
}

export interface SegmentFact extends Fact {
  readonly version: number;
  readonly rows: readonly SearchRowFact[];
}

export interface VersionFact extends Fact {
  readonly version: number;
}

export type OutcomeFact = 'left_out' | { readonly happened: boolean; readonly knownAt: Instant };

export interface DecisionFact extends Fact {
  readonly appointmentId: string;
  readonly providerId: string;
  readonly clientId: string;
  readonly initial: boolean;
  readonly decidedAt: Instant;
  readonly start: Instant;
  readonly version: number;
  /** Probabilities by what is forecast. */
  readonly forecasts: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, OutcomeFact>>;
}

export interface KnowledgeFact extends Fact {
  readonly owner: string;
  readonly target: string;
  readonly version: number;
  /** Undefined: what is deflated could not be read. */
  readonly state?: {
    readonly model: string;
    readonly count: number;
    readonly happened: number;
    /** How many marks are kept at most. */
    readonly kept: number;
    readonly watermark: Instant;
    readonly latest: readonly (readonly [mark: string, knownAt: Instant])[];
  };
}

export interface HistoryFact extends Fact {
  readonly open: readonly string[];
  readonly abandoned: readonly string[];
}

export interface IdempotencyFact extends Fact {
  readonly keptUntil: Instant;
}

export interface AuthorizationFact extends Fact {
  readonly personId: string;
  readonly expiresAt: Instant;
}

export interface LeaseFact extends Fact {
  readonly until: Instant;
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
  readonly 'intake-segment': SegmentFact;
  readonly 'intake-version': VersionFact;
  readonly decision: DecisionFact;
  readonly knowledge: KnowledgeFact;
  readonly 'client-history': HistoryFact;
  readonly feed: PointerFact;
  readonly 'feed-pointer': PointerFact;
  readonly 'busy-sources': BusySourcesFact;
  readonly import: ImportFact;
  readonly lease: LeaseFact;
  readonly 'timer-note': TimerNoteFact;
  readonly authorization: AuthorizationFact;
  readonly idempotency: IdempotencyFact;
  readonly rate: Fact;
  readonly suppression: Fact;
  readonly observation: Fact;
  readonly 'meeting-settings': Fact;
}
