// The rows of schemas/quality_views.hpp, field for field.

export interface QualityCount {
  problem: string;
  patients: number;
}

export interface QualityRow {
  id: string;
  practice: string;
  problems: string[];
  mobile: string;
  sharing: number;
  read_at: string;
  name: string;
  nhs_number: string;
  number: string;
}

export interface QualityPage {
  practice: string;
  problem: string;
  counts: QualityCount[];
  patients: QualityRow[];
  next: string | null;
  known: number;
  left_out: number;
}
