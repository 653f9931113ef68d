#pragma once

namespace tidings::sim {

/// Holds back SIGTERM and SIGINT for this thread and those it starts later, so that `wait_for_stop` gets them. Call
/// before starting threads.
void hold_stop_signals();
/// Returns when the process is asked to end.
void wait_for_stop();

} // namespace tidings::sim
