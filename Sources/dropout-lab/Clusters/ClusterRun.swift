import Archive
import Cluster
import Experiments
import Files
import Foundation
import Specifications

/// One invocation of `run` for other machines: freeze the plan, write it down, hand it over, say how to go on.
struct ClusterRun {
  let prepared: PreparedRun
  let place: EngineOptions
  let options: ClusterOptions
  let results: ResultsOptions
  /// The options of every worker.
  let worker: [String]

  /// Prints what would be submitted; nothing is written.
  func explain() throws {
    let archive = try Archive.readIfThere(at: results.archive)
    let plan = try RunPlanner(prepared: prepared, archive: archive).plan()
    let folder = RunFolder(folder(of: plan))
    let launcher = SlurmLauncher(folder: folder, plan: plan, settings: try settings(plan, archive))
    // What Slurm allows unless a cluster says otherwise.
    let (elements, arrays) = launcher.cut(Array(plan.tasks.indices), most: 1001)
    let submission = Submission(number: 1, name: "dropout-lab-UUID", elements: elements, arrays: arrays)
    switch place.engine {
    case .slurm: Output.print(launcher.script(submission), terminator: "")
    case .folder:
      let command = launcher.settings.command(folder: folder) + ["--trial", "K"]
      Output.print(command.map(ShellWord.quoted).joined(separator: " "))
    case .ssh, .local:
      let command = launcher.settings.command(folder: folder, submission: submission)
      Output.print((command.map(ShellWord.quoted) + ["ELEMENT"]).joined(separator: " "))
    }
    Messages.note(
      "\(plan.experiment): \(plan.tasks.count.counted("trial")) in \(elements.count.counted("element")) of at most "
        + "\(launcher.settings.pack), in \(folder.path)")
  }

  /// Returns how it ended.
  func run() async throws -> Ending {
    let archive = try Archive.readIfThere(at: results.archive)
    let plan = try RunPlanner(prepared: prepared, archive: archive).plan()
    guard !plan.tasks.isEmpty else {
      Messages.note("\(plan.experiment): everything is in the archive already")
      return .good
    }
    let settings = try settings(plan, archive)
    let launch = try ClusterLaunch(
      folder: RunFolder(folder(of: plan)), plan: plan, settings: settings, results: results, options: options)
    let folder = try RunFolder.create(folder(of: plan), plan: plan)
    try folder.write(settings)
    Messages.note("\(plan.experiment): \(plan.tasks.count.counted("trial")) in \(folder.path)")
    return try await launch.launch(Array(plan.tasks.indices))
  }

  private func folder(of plan: RunPlan) -> URL {
    let path = place.runFolder ?? "runs/\(plan.experiment)-\(plan.run.prefix(8))"
    return URL(filePath: path, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
  }

  private func settings(_ plan: RunPlan, _ archive: Archive?) throws -> LaunchSettings {
    let slurm = options.slurm.options
    let pack =
      try options.pack
      ?? RunPlanner(prepared: prepared, archive: archive).pack(plan, cpus: slurm.cpus, maxParallel: slurm.maxParallel)
    return LaunchSettings(
      engine: place.engine, slurm: slurm, pack: pack, program: [RunPlanner.program.path],
      worker: worker + ["--jobs", "\(slurm.cpus)"],
      hosts: options.hosts.map { URL(filePath: $0).absoluteURL.standardizedFileURL.path })
  }
}
