import Archive
import ArgumentParser
import Cluster
import Foundation
import Specifications

/// Hands tasks of a run folder to other machines, waits where asked, collects.
struct ClusterLaunch {
  let folder: RunFolder
  let plan: RunPlan
  let settings: LaunchSettings
  let results: ResultsOptions
  let options: ClusterOptions
  /// The machines of ssh.
  let hosts: SSHHosts?

  /// Refuses machines that cannot be read, and Slurm where it is not installed.
  init(
    folder: RunFolder, plan: RunPlan, settings: LaunchSettings, results: ResultsOptions, options: ClusterOptions
  ) throws {
    (self.folder, self.plan, self.settings) = (folder, plan, settings)
    (self.results, self.options) = (results, options)
    hosts = try options.machines()
    if settings.engine == .slurm { try Slurm().checkPresence() }
  }

  /// Starts tasks; those that compare wait for `earlier` jobs as well.
  func launch(_ tasks: [Int], after earlier: [String] = []) async throws -> Ending {
    switch settings.engine {
    case .ssh:
      guard let hosts else { throw ValidationError("--engine ssh needs --hosts FILE") }
      return try await ssh(tasks, hosts: hosts)
    case .folder:
      let which = tasks.count == plan.tasks.count ? "K from 0 to \(tasks.count - 1)" : "K of \(TaskNumbers(tasks).text)"
      Messages.note("Train them: dropout-lab worker --run \(ShellWord.quoted(folder.path)) --trial K, \(which)")
      return .good
    case .slurm, .local:
      let isWhole = try slurm(tasks, collectInto: options.collectInto, after: earlier)
      guard options.wait else { return isWhole ? .good : .tryAgain }
      try await wait()
      return try collect()
    }
  }

  // MARK: Slurm

  /// Submits tasks and says how to go on; false where Slurm took only some.
  private func slurm(_ tasks: [Int], collectInto: String?, after earlier: [String]) throws -> Bool {
    let launcher = SlurmLauncher(folder: folder, plan: plan, settings: settings)
    let report = try launcher.submit(tasks, after: earlier)
    let elements = (report.submission.elements.count - report.left).counted("element")
    Messages.note(
      "submission \(report.submission.number): \(elements) in jobs \(report.jobs.joined(separator: ", "))")
    if let collectInto, !report.jobs.isEmpty { try submitCollector(into: collectInto, after: report) }
    if let refusal = report.refusal {
      Messages.warning("Slurm did not take \(report.left.counted("element")): \(refusal)")
      Messages.note("Submit them when there is room: \(folder.resumeCommand)")
    }
    Messages.note("Watch it: dropout-lab status \(ShellWord.quoted(folder.path))")
    return report.refusal == nil
  }

  /// Submits a job that collects; where Slurm refuses it, says what does the same.
  private func submitCollector(into results: String, after report: SlurmLauncher.Report) throws {
    let command = ["collect", folder.path, "--results", results]
    do throws(RunFolderError) {
      let job = try Slurm().submit(
        settings.program + command, name: "\(report.submission.name)-collect",
        log: SlurmLog.path(folder, "collect.%j.log"), after: report.jobs, options: settings.slurm.asked)
      Messages.note("job \(job) collects into \(results) once they have ended")
    } catch {
      guard case .command(_, let reason) = error else { throw error }
      Messages.warning("Slurm did not take the job that collects: \(reason)")
      let words = (["dropout-lab"] + command).map(ShellWord.quoted).joined(separator: " ")
      Messages.note("Collect once the others have ended: \(words)")
    }
  }

  /// Seconds between two looks at the queue.
  private static let pause = 5.0

  /// Waits until Slurm has nothing of this run any more; that it cannot answer for a while, or the folder be read, means nothing.
  private func wait() async throws {
    var finished = -1
    while true {
      do {
        if try folder.askQueue().isEmpty { return }
        let count = try folder.names(in: folder.results).count
        if count != finished { Messages.note("\(count) of \(plan.tasks.count) trials finished") }
        finished = count
      } catch {
        Messages.warning("\(error)")
      }
      try await Task.sleep(for: .seconds(Self.pause))
    }
  }

  // MARK: ssh

  private func ssh(_ tasks: [Int], hosts: SSHHosts) async throws -> Ending {
    let elements = Submission.elements(of: tasks, tuningCount: plan.tuningCount, pack: settings.pack)
    let submission = try folder.record(elements, arrays: [])
    let tuning = elements.indices.filter { elements[$0].first.map { $0 < plan.tuningCount } ?? false }
    let compared = elements.indices.filter { !tuning.contains($0) }
    let launcher = SSHLauncher(submission, folder: folder, settings: settings, hosts: hosts) { Messages.warning($0) }
    let began = Date().timeIntervalSince1970
    let signals = StopSignals(cancelling: folder, of: launcher)
    defer { signals.end() }
    for part in [tuning, compared] where !part.isEmpty {
      let report = await withCheckedContinuation { continuation in
        Thread { continuation.resume(returning: launcher.run(part)) }.start()
      }
      if signals.received == nil { try warn(of: report, since: began) }
      if report.left > 0 { Messages.warning("not run: \(report.left.counted("element"))") }
    }
    let ending = try collect()
    return signals.received.map { Ending(stoppedBy: $0) } ?? ending
  }

  /// Says with which exit codes elements failed, each with the last words: of a failed trial those of its attempt.
  private func warn(of report: SSHLauncher.Report, since began: Double) throws {
    for (code, ended) in report.codes.sorted(by: { $0.key < $1.key }) where code != 0 {
      var words = ended.words
      if code == Ending.someTrialsFailed.rawValue {
        let attempts = try folder.allAttempts().filter { $0.updatedAt >= began && !$0.message.isEmpty }
        words = attempts.max { $0.updatedAt < $1.updatedAt }?.words ?? words
      }
      Messages.warning("\(ended.elements.counted("element")) ended with exit code \(code); the last one said: \(words)")
    }
  }

  // MARK: Collecting

  /// Collects what there is and says what is missing.
  private func collect() throws -> Ending {
    let report = try FolderCollector(folder: folder, results: results).collect()
    report.say(folder: folder)
    return report.ending
  }
}

extension StopSignals {
  /// Cancels a run by its folder when this process is told to stop: workers look there.
  fileprivate convenience init(cancelling folder: RunFolder, of launcher: SSHLauncher) {
    self.init { _, isFirst in
      guard isFirst else { return }
      launcher.stop()
      do {
        try folder.cancel()
        Messages.note("Stopping: workers leave their state within seconds. Go on with: \(folder.resumeCommand)")
      } catch {
        Messages.error("\(error)")
      }
    }
  }
}
