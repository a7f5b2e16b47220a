/// What a person may ask of Slurm for a run.
package struct SlurmOptions: Hashable, Sendable {
  package var partition: String?
  package var account: String?
  /// As Slurm takes it: minutes, `30m`, `2:00:00`, `1-12:00`.
  package var time: String?
  package var cpus = 1
  package var memory: String?
  /// Elements that run at once; nil for as many as there is room for.
  package var maxParallel: Int?
  /// More options of sbatch, each one word: `--nice=100`.
  package var more: [String] = []
  /// Seconds before the time limit at which workers are told to stop.
  package var grace = 60

  package init() {}

  /// The lines of a script that ask for it.
  var lines: [String] {
    ["--cpus-per-task=\(cpus)", "--requeue", "--open-mode=append", "--signal=B:TERM@\(grace)"] + asked
  }

  /// What was asked for of every job, whatever it does.
  package var asked: [String] {
    var lines: [String] = []
    if let partition { lines.append("--partition=\(partition)") }
    if let account { lines.append("--account=\(account)") }
    if let time { lines.append("--time=\(Self.minutes(time))") }
    if let memory { lines.append("--mem=\(memory)") }
    return lines + more
  }

  /// `30m` and `2h` as Slurm spells them, minutes; everything else as it is.
  package static func minutes(_ time: String) -> String {
    guard let unit = time.last, let count = Int(time.dropLast()), count > 0,
      let factor = ["m": 1, "h": 60, "d": 1440][unit]
    else { return time }
    let (minutes, isTooLong) = count.multipliedReportingOverflow(by: factor)
    return isTooLong ? time : "\(minutes)"
  }
}
