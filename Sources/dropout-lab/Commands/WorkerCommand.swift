import ArgumentParser
import Cluster
import Datasets
import Experiments
import Foundation
import Training

/// Trains some trials of a run folder and publishes their results.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Train trials of a run folder and publish their results there.",
    discussion: """
      EXAMPLES:
        dropout-lab worker --run runs/rates-1f2e3d4c --trial 7
        dropout-lab worker --run runs/rates-1f2e3d4c --trial "$JOB_COMPLETION_INDEX"
        dropout-lab worker --run runs/rates-1f2e3d4c --trial 0-9,12 --jobs 4

      A trial whose verified result is there is not trained again. SIGTERM makes running trials leave their state, from \
      which the next worker goes on to the same bits.
      Exit codes: 0 good, 2 some trials failed or diverged, 65 another program, plan or data than was planned, \
      66 a trial waits for others that tune, 75 stopped with work left: start it again.
      """)

  @Option(help: "The run folder.", completion: .directory)
  var run: String

  @Option(help: "Numbers of trials in the plan: 7, 0-9 or 0-9,12.")
  var trial: TaskNumbers?

  @Option(
    parsing: .unconditional, help: "The number of a submission of the folder, of which --element names one element.")
  var submission: Int?

  @Option(parsing: .unconditional, help: "The number of an element of --submission.")
  var element: Int?

  @OptionGroup var data: DataOptions

  @Option(name: .shortAndLong, parsing: .unconditional, help: "Trials that train at once.")
  var jobs = 1

  @Option(help: CheckpointRule.help)
  var checkpointEvery = CheckpointRule.whenStopped

  @Option(parsing: .unconditional, help: "Seconds after which a trial is given up.")
  var timeout: Double?

  func validate() throws {
    if !(1...1024).contains(jobs) { throw ValidationError("--jobs is \(jobs); allowed is 1 to 1024") }
    if let timeout, !(timeout > 0 && timeout.isFinite) {
      throw ValidationError("--timeout is \(timeout); allowed is a number above 0")
    }
    guard (trial == nil) != (submission == nil), (submission == nil) == (element == nil) else {
      throw ValidationError("name either --trial or --submission with --element")
    }
  }

  func run() async throws {
    try await Failure.reported {
      let folder = RunFolder(path: run)
      let session = try WorkerSession(
        folder: folder, store: DatasetStore(folders: data.folders), rule: checkpointEvery, jobs: jobs,
        timeout: timeout)
      let ending = try await session.train(try tasks(in: folder, count: session.frozen.plan.tasks.count))
      if ending != .good { throw ending.code }
    }
  }

  private func tasks(in folder: RunFolder, count: Int) throws -> [Int] {
    if let trial { return trial.numbers }
    let known = try folder.submission(submission ?? 0)
    guard let element, known.elements.indices.contains(element) else {
      throw RunFolderError.unknownTask(element ?? 0, count: known.elements.count)
    }
    return known.elements[element]
  }
}

/// `7`, `0-9` or `0-9,12`.
struct TaskNumbers: ExpressibleByArgument {
  let numbers: [Int]

  /// No plan has more.
  private static let most = 1_000_000

  init(_ numbers: [Int]) { self.numbers = numbers }

  /// What reads as these numbers, which ascend.
  var text: String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ",")
  }

  init?(argument: String) {
    var numbers: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 0,
        first <= last, last < Self.most
      else { return nil }
      numbers += first...last
    }
    self.numbers = numbers
  }
}
