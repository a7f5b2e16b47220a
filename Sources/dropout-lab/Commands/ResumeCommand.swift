import ArgumentParser
import Cluster
import Experiments
import Foundation

/// Hands exactly what is missing of a run over again.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Submit what is missing of a run folder again, and nothing else.",
    discussion: """
      Missing is what has no verified result, gives no sign of life and is not queued. A run goes on where it was \
      begun, or by ssh on the machines of --hosts; options replace those of the run.
      Of a folder for workers of another scheduler: says which trials are missing, and lets workers begin again.
      Exit codes: 0 good, 2 some trials were tried too often, 75 Slurm cannot say what it has, or did not take all.
      """)

  @Argument(help: "The run folder.", completion: .directory)
  var folder: String

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var results: ResultsOptions

  @Option(parsing: .unconditional, help: "Attempts that failed or were lost after which a trial is left alone.")
  var maxAttempts = 3

  @Flag(name: [.customShort("n"), .long], help: "Say what would be submitted, and submit nothing.")
  var dryRun = false

  func validate() throws {
    if maxAttempts < 1 { throw ValidationError("--max-attempts is \(maxAttempts); allowed is 1 or more") }
  }

  func run() async throws {
    try await Failure.reported {
      let folder = RunFolder(path: folder)
      let settings = try settings(of: folder)
      let options = try options(settings)
      let isSlurm = try settings.engine == .slurm || folder.allSubmissions().contains { !$0.arrays.isEmpty }
      let queue = isSlurm ? try folder.askQueue() : []
      let survey = try RunSurvey(folder, queue: queue, now: Date().timeIntervalSince1970)
      let gaps = survey.gaps(maxAttempts: maxAttempts)
      let givenUp = survey.givenUp(maxAttempts: maxAttempts)
      for trial in givenUp { Messages.warning(text(of: trial, survey)) }
      Messages.note("\(survey.finished) of \(survey.states.count) trials finished, \(gaps.count) to submit")
      guard !gaps.isEmpty, !dryRun else { return try end(givenUp) }
      let launch = try ClusterLaunch(
        folder: folder, plan: survey.frozen.plan, settings: settings, results: results, options: options)
      folder.uncancel()
      let ending = try await launch.launch(gaps, after: survey.tuningJobs)
      if ending != .good { throw ending.code }
      try end(givenUp)
    }
  }

  /// What is asked, on the hosts of the run unless others are named; refuses options that do not go with the engine.
  private func options(_ settings: LaunchSettings) throws -> ClusterOptions {
    var options = cluster
    if settings.engine == .ssh { options.hosts = cluster.hosts ?? settings.hosts }
    try options.check(settings.engine)
    return options
  }

  private func end(_ givenUp: [PlannedTrial]) throws {
    if !givenUp.isEmpty { throw Ending.someTrialsFailed.code }
  }

  private func text(of trial: PlannedTrial, _ survey: RunSurvey) -> String {
    let spent = survey.spent[trial.id] ?? []
    return
      "trial \(trial.id.short) was tried \(spent.count) times and is left alone; the last time: "
      + (spent.last?.words ?? "")
  }

  /// The settings of the run with what is asked now in place.
  private func settings(of folder: RunFolder) throws -> LaunchSettings {
    var settings = try folder.launchSettings()
    let (asked, given) = (cluster.slurm, cluster.slurm.options)
    if asked.partition != nil { settings.slurm.partition = given.partition }
    if asked.account != nil { settings.slurm.account = given.account }
    if asked.time != nil { settings.slurm.time = given.time }
    if asked.memory != nil { settings.slurm.memory = given.memory }
    if asked.maxParallel != nil { settings.slurm.maxParallel = given.maxParallel }
    if !asked.sbatchOption.isEmpty { settings.slurm.more = given.more }
    if let cpus = asked.cpus {
      settings.slurm.cpus = cpus
      if let place = settings.worker.lastIndex(of: "--jobs") { settings.worker[place + 1] = "\(cpus)" }
    }
    if let pack = cluster.pack { settings.pack = pack }
    if cluster.hosts != nil { settings.engine = .ssh }
    return settings
  }
}

extension RunFolder {
  /// What Slurm has of the run; an error that says to try again where it cannot tell.
  func askQueue() throws(RunFolderError) -> [QueuedElement] {
    try Slurm().queue(of: Set(allSubmissions().flatMap(\.jobNames)))
  }
}
