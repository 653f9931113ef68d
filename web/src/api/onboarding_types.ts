// The rows of schemas/onboarding_views.hpp, field for field.

export interface FileFinding {
  line: number;
  column: number;
  reason: string;
  found: string;
  allowed: string;
}

export interface FileLine {
  how: string;
  what: string;
}

export interface OnboardingCheck {
  practice: string;
  name: string;
  exists: boolean;
  base: string;
  errors: FileFinding[];
  warnings: FileFinding[];
  difference: FileLine[];
}

export interface DoctorFinding {
  verdict: string;
  what: string;
  where: string;
  found: string;
  mend: string;
}

export interface OnboardingDoctor {
  findings: DoctorFinding[];
}
