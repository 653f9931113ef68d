-- Our own reference schema of a practice's database, for PostgreSQL. Not Microtest's: that isn't public.
CREATE TABLE patients (
  patient_id   integer PRIMARY KEY,
  nhs_number   varchar(10),
  title        varchar(20),
  forename     varchar(60),
  surname      varchar(60),
  dob          date,
  mobile       varchar(30),
  email        varchar(100),
  sms_consent  char(1),
  deceased     boolean NOT NULL DEFAULT false
);

CREATE TABLE patient_groups (
  group_id integer PRIMARY KEY,
  name     varchar(60) NOT NULL
);
CREATE TABLE group_members (
  group_id   integer NOT NULL REFERENCES patient_groups,
  patient_id integer NOT NULL REFERENCES patients,
  PRIMARY KEY (group_id, patient_id)
);

CREATE TABLE appointments (
  appt_id      integer PRIMARY KEY,
  patient_id   integer NOT NULL REFERENCES patients,
  starts_at    timestamp NOT NULL, -- local time, as on the wall
  minutes      integer NOT NULL DEFAULT 10,
  session      varchar(60),
  clinician    varchar(60),
  slot_type    varchar(60),
  site         varchar(60),
  status       char(1) NOT NULL DEFAULT 'B' CHECK (status IN ('B', 'A', 'I', 'F', 'D', 'C')),
  notes        varchar(2000),
  cancelled_at timestamp,
  row_ver      integer NOT NULL DEFAULT 1 -- counts every change
);
CREATE INDEX appointments_by_start ON appointments (starts_at);

CREATE TABLE coded_entries (
  entry_id   serial PRIMARY KEY,
  op_id      varchar(36) NOT NULL UNIQUE,
  patient_id integer NOT NULL REFERENCES patients,
  code       varchar(18) NOT NULL,
  scheme     varchar(10) NOT NULL,
  entered_at timestamp NOT NULL,
  free_text  varchar(2000)
);
