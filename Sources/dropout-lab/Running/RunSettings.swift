/// How a run goes about its trials.
struct RunSettings: Sendable {
  let jobs: Int
  /// Seconds per trial; nil for no limit.
  let timeout: Double?
  /// Failed trials after which no more are started; nil for no limit.
  let maxFailures: Int?
  /// What resumes the run, as one line.
  let command: String
}
