// The rows of schemas/conversation_views.hpp and conversation_page_views.hpp, field for field.

export interface Conversation {
  id: string;
  practice: string;
  from: string;
  status: string;
  assigned_to: string;
  last_at: string;
  last_reply: string;
  replies: number;
  notes: number;
  disputed: boolean;
  by: string;
  people: number;
  patient: string;
}

export interface FftRow {
  method: string;
  very_good: number;
  good: number;
  neither: number;
  poor: number;
  very_poor: number;
  dont_know: number;
  total: number;
}

export interface FftFigures {
  practice: string;
  month: string;
  asked: number;
  comments: number;
  methods: FftRow[];
  total: FftRow;
}

export interface ConversationLine {
  sequence: number;
  at: string;
  type: string;
  summary: string;
  message: string;
  reply: string;
  state: string;
  due_at: string | null;
  by: string;
  body: string;
  channel: string;
  subject: string;
}

export interface ConversationPage {
  head: Conversation;
  number: string;
  lines: ConversationLine[];
  cut: boolean;
  address: string;
  ways: string[];
  patient: string;
  name: string;
}
