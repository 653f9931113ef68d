// The rows of schemas/name_views.hpp, field for field.

export interface PatientName {
  id: string;
  practice: string;
  key: string;
  name: string;
}

export interface PatientNames {
  practice: string;
  patients: PatientName[];
  next: string | null;
}
