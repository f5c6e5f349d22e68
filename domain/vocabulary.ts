/** The closed word lists of the field. The corpus, the store and the graph share them. */

export const governmentLevels = ['CENTRAL', 'PROVINCE', 'DISTRICT', 'COMMUNE', 'NON_STATE'] as const;
export type GovernmentLevel = (typeof governmentLevels)[number];

export const confidences = ['STATED', 'OFFICIAL', 'PRESS', 'DATASET', 'DISPUTED', 'UNVERIFIED'] as const;
export type Confidence = (typeof confidences)[number];

export const agencyKinds = [
  'GOVERNMENT',
  'OFFICE_HOLDER',
  'MINISTRY',
  'MINISTERIAL_BODY',
  'GOVERNMENT_BODY',
  'ASSEMBLY',
  'PARTY_BODY',
  'COURT',
  'PROCURACY',
  'STATE_BODY',
  'CENTRAL_CITY',
  'PROVINCE',
  'DISTRICT',
  'COMMUNE',
  'PEOPLES_COMMITTEE',
  'DEPARTMENT',
  'OFFICE',
  'POLICE',
  'MILITARY',
  'VERTICAL_BODY',
  'UNIT',
  'OFFICIAL',
  'PUBLIC_SERVICE_UNIT',
  'STEERING_BODY',
  'MASS_ORGANISATION',
  'ENTERPRISE',
  'COLLECTIVE',
] as const;
export type AgencyKind = (typeof agencyKinds)[number];

export const successionKinds = ['RENAMED', 'MERGED', 'SPLIT', 'DISSOLVED', 'FUNCTION_TRANSFERRED'] as const;

export const databaseKinds = [
  'NATIONAL_DATABASE',
  'SPECIALISED_DATABASE',
  'LOCAL_SYSTEM',
  'PLATFORM',
  'PORTAL',
  'INFORMATION_SYSTEM',
  'APPLICATION',
  'CREDENTIAL',
  'GROUP',
] as const;

export const channels = ['NDXP', 'LGSP', 'NATIONAL_DATA_CENTRE', 'DIRECT'] as const;

export const documentKinds = [
  'CONSTITUTION',
  'LAW',
  'ORDINANCE',
  'RESOLUTION',
  'DECREE',
  'CIRCULAR',
  'DECISION',
  'DIRECTIVE',
  'TELEGRAM',
  'PLAN',
  'PROGRAMME',
  'NOTICE',
  'CONCLUSION',
  'OFFICIAL_LETTER',
  'OTHER',
] as const;

export const obligationKinds = [
  'CONNECTION',
  'POLICY',
  'SERVICE',
  'INFRASTRUCTURE',
  'IDENTITY',
  'MONITORING',
  'REPORTING',
  'TARGET',
  'ORGANISATION',
  'FINANCE',
  'RESEARCH',
  'COMMUNICATION',
  'DATA_CLEANING',
] as const;

export const deadlinePrecisions = [
  'DAY',
  'MONTH',
  'QUARTER',
  'YEAR',
  'PERIOD',
  'STAGED',
  'RECURRING',
  'ONGOING',
  'TRIGGERED',
  'NONE',
] as const;

/** What a body is to a duty, as a provision says it. */
export type AgencyRole = 'LEAD' | 'IMPLIED_LEAD' | 'COORDINATING' | 'SUPERVISING';
