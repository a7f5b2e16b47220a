import Analysis
import Archive
import ArgumentParser
import Cluster
import Datasets
import Experiments
import Foundation
import Specifications
import Training

/// Trains what an experiment plans and the archive lacks.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Train what an experiment plans and the archive lacks.",
    discussion: """
      EXAMPLES:
        dropout-lab run experiments/rates.yaml
        dropout-lab run experiments/rates.yaml --dry-run
        dropout-lab run experiments/rates.yaml trial.dataset.name=mnist replicates=3
        dropout-lab run experiments/rates.yaml 'trial.training.epochs=5,10'
        dropout-lab run experiments/rates.yaml --engine slurm --time 2h --wait   on a cluster
        dropout-lab run experiments/tour.md                     a notebook: its page is results/tour/index.html
        dropout-lab run experiments/tour.md epochs=12 --format single

      Run the same command again to resume: finished trials are never trained twice.
      Exit codes: 0 good, 2 some trials failed or diverged, 64 usage, 65 bad spec or data, 66 input missing, \
      73 cannot create, 74 write failed, 75 try again, 130 and 143 interrupted.
      """)

  @OptionGroup var spec: SpecOptions
  @OptionGroup var results: ResultsOptions
  @OptionGroup var data: DataOptions

  @Option(name: .shortAndLong, parsing: .unconditional, help: "Trials that train at once; all cores unless given.")
  var jobs: Int?

  @Flag(name: [.customShort("n"), .long], help: "Say what would be done, and write nothing.")
  var dryRun = false

  @Flag(help: "With --dry-run: say for each trial which field makes it new.")
  var why = false

  @Flag(help: "Stop starting trials after the first failure.")
  var failFast = false

  @Option(parsing: .unconditional, help: "Stop starting trials after so many failures.")
  var maxFailures: Int?

  @Option(help: "Train only what failed or took too long before: failed.")
  var retry: Retry?

  @Option(parsing: .unconditional, help: "Seconds after which a trial is given up.")
  var timeout: Double?

  @Option(help: CheckpointRule.help)
  var checkpointEvery = CheckpointRule.never

  @OptionGroup(title: "Other machines") var place: EngineOptions

  @OptionGroup(title: "Other machines") var cluster: ClusterOptions

  @Flag(help: "Print events as JSON Lines.")
  var json = false

  @Option(help: "Of a notebook: html (a folder), single (one page), markdown, ipynb or pdf.")
  var format = NotebookFormat.html

  @Option(help: "Of a notebook: the folder to write to; a folder of its name in the results unless given.")
  var out: String?

  @OptionGroup var pages: TemplateOptions

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is \(jobs); allowed is 1 to 1024") }
    if let maxFailures, maxFailures < 1 {
      throw ValidationError("--max-failures is \(maxFailures); allowed is 1 or more")
    }
    if let timeout, !(timeout > 0 && timeout.isFinite) {
      throw ValidationError("--timeout is \(timeout); allowed is a number above 0")
    }
    if let scale = spec.scale, scale <= 0 { throw ValidationError("--scale is \(scale); allowed is a number above 0") }
    try cluster.check(place.engine)
    if place.engine != .local { try checkCluster() }
    if why, !dryRun { throw ValidationError("--why goes with --dry-run") }
    if !spec.isNotebook, out != nil || format != .html || pages.templates != nil {
      throw ValidationError(
        "--out, --format and --templates are for notebooks (.md); 'report' writes the page of an experiment")
    }
    if pages.templates != nil, !format.isPage {
      throw ValidationError("--templates goes with --format html, single or pdf")
    }
    if spec.isNotebook, spec.scale != nil {
      throw ValidationError("--scale is for experiments; a notebook's experiment cells have an option 'scale'")
    }
    if spec.isNotebook, retry != nil {
      throw ValidationError("--retry is for experiments; a notebook always trains all that is missing")
    }
  }

  /// Refuses what only a run in this process can do.
  private func checkCluster() throws {
    let engine = place.engine.rawValue
    if spec.isNotebook { throw ValidationError("--engine \(engine) is for experiments, not for notebooks") }
    if jobs != nil {
      throw ValidationError("--jobs is for --engine local; --cpus says how many trials an element trains at once")
    }
    if retry != nil || failFast || maxFailures != nil || json || why {
      throw ValidationError("--retry, --fail-fast, --max-failures, --json and --why are for --engine local")
    }
  }

  /// The run on other machines; nil for one in this process.
  private func clusterRun(_ prepared: PreparedRun) -> ClusterRun? {
    guard place.engine != .local else { return nil }
    var worker: [String] = []
    if let folder = dataFolder(of: prepared.plan) { worker += ["--data", folder.absoluteURL.standardizedFileURL.path] }
    if let words = checkpointEvery.words { worker += ["--checkpoint-every", words] }
    if let timeout { worker += ["--timeout", "\(timeout)"] }
    return ClusterRun(prepared: prepared, place: place, options: cluster, results: results, worker: worker)
  }

  /// Where workers look for data: in the folder that was named, and by ssh, which takes no environment along, where it was
  /// found.
  private func dataFolder(of plan: Plan) -> URL? {
    let named = data.data.map { URL(filePath: $0) }
    guard place.engine == .ssh else { return named }
    return data.folders.root(of: plan.configurations.map(\.spec.dataset.source)) ?? named
  }

  func run() async throws {
    try await Failure.reported {
      if spec.isNotebook { return try await runNotebook() }
      let prepared = try PreparedRun(try spec.experiment(), store: DatasetStore(folders: data.folders))
      if let other = clusterRun(prepared) {
        if dryRun { return try other.explain() }
        let ending = try await other.run()
        if ending != .good { throw ending.code }
        return
      }
      if dryRun { return try explain(prepared) }
      let recorder = makeRecorder()
      let archive = try Archive.open(at: results.archive)
      try warn(of: prepared.plan.experiment, known: archive)
      let forecast = try Forecast(prepared, archive: archive, jobs: settings.jobs)
      recorder.said("\(prepared.plan.experiment.name): \(forecast.text)")
      let session = try RunSession(prepared, archive: archive, settings: settings, recorder: recorder)
      let result = try await session.run()
      try archive.settle()
      recorder.said(result.text)
      if result.ending != .good {
        if !result.mayGoOn || result.interrupted > 0 { recorder.said("Resume with: \(settings.command)") }
        throw result.ending.code
      }
    }
  }

  /// Prints the plan; nothing is written.
  private func explain(_ prepared: PreparedRun) throws {
    let known = try Archive.readIfThere(at: results.archive)
    try warn(of: prepared.plan.experiment, known: known)
    let forecast = try Forecast(prepared, archive: known, jobs: settings.jobs)
    try DryRun(prepared, forecast: forecast, archive: known).print(why: why, json: json)
  }

  /// Says which claims the plan cannot decide.
  private func warn(of experiment: Experiment, known: Archive?) throws {
    let pilot = try PilotSpread.of(experiment, in: known)
    for warning in PowerGuard(of: experiment, pilot: pilot).warnings { Messages.warning(warning) }
  }

  var settings: RunSettings {
    RunSettings(
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, timeout: timeout,
      maxFailures: failFast ? 1 : maxFailures, retry: retry, checkpoints: checkpointEvery,
      checkpointFolder: results.folder.appending(path: "checkpoints", directoryHint: .isDirectory),
      command: (["dropout-lab"] + CommandLine.arguments.dropFirst().map(ShellWord.quoted)).joined(separator: " "),
      folder: spec.folder)
  }

  func makeRecorder() -> any RunRecorder {
    if json { return JSONRecorder() }
    return TextRecorder(terminal: Terminal.onStandardError(environment: ProcessInfo.processInfo.environment))
  }
}

extension Retry: ExpressibleByArgument {}
