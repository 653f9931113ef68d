-- The same for SQLite, which keeps times as text.
CREATE TABLE patients (
  patient_id INTEGER PRIMARY KEY, nhs_number VARCHAR(10), title VARCHAR(20), forename VARCHAR(60), surname VARCHAR(60),
  dob DATE, mobile VARCHAR(30), email VARCHAR(100), sms_consent CHAR(1), deceased INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE patient_groups (group_id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL);
CREATE TABLE group_members (group_id INTEGER NOT NULL, patient_id INTEGER NOT NULL, PRIMARY KEY (group_id, patient_id));
CREATE TABLE appointments (
  appt_id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patients, starts_at VARCHAR(19) NOT NULL,
  minutes INTEGER NOT NULL DEFAULT 10, session VARCHAR(60), clinician VARCHAR(60), slot_type VARCHAR(60),
  site VARCHAR(60), status CHAR(1) NOT NULL DEFAULT 'B' CHECK (status IN ('B', 'A', 'I', 'F', 'D', 'C')),
  notes VARCHAR(2000), cancelled_at VARCHAR(19), row_ver INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE coded_entries (
  entry_id INTEGER PRIMARY KEY AUTOINCREMENT, op_id VARCHAR(36) NOT NULL UNIQUE, patient_id INTEGER NOT NULL,
  code VARCHAR(18) NOT NULL, scheme VARCHAR(10) NOT NULL, entered_at VARCHAR(19) NOT NULL, free_text VARCHAR(2000)
);
