import Files
import Foundation

/// Hands tasks of a run to Slurm: first the ledger, then sbatch, then the answers.
package struct SlurmLauncher: Sendable {
  package let folder: RunFolder
  package let plan: RunPlan
  package let settings: LaunchSettings
  private let slurm: Slurm

  package init(folder: RunFolder, plan: RunPlan, settings: LaunchSettings, slurm: Slurm = Slurm()) {
    self.folder = folder
    self.plan = plan
    self.settings = settings
    self.slurm = slurm
  }

  /// What came of a submission.
  package struct Report: Hashable, Sendable {
    package let submission: Submission
    /// The job ids of the arrays that were taken.
    package let jobs: [String]
    /// Why the rest was not, in sbatch's words; nil when all were.
    package let refusal: String?
    /// Elements that were not taken.
    package let left: Int
  }

  /// Cuts tasks into elements and these into arrays.
  package func cut(_ tasks: [Int], most: Int) -> (elements: [[Int]], arrays: [ElementRange]) {
    let elements = Submission.elements(of: tasks, tuningCount: plan.tuningCount, pack: settings.pack)
    let tuning = elements.count { $0.first.map { $0 < plan.tuningCount } ?? false }
    return (elements, ElementRange.cut(elements.count, tuning: tuning, most: most))
  }

  /// The script of a submission.
  package func script(_ submission: Submission) -> String {
    SlurmScript(submission: submission, folder: folder, settings: settings).text
  }

  /// Submits tasks; those that compare wait for those that tune here, and for `earlier` jobs that still do.
  package func submit(_ tasks: [Int], after earlier: [String] = []) throws(RunFolderError) -> Report {
    let (elements, arrays) = cut(tasks, most: try slurm.maxArraySize())
    let submission = try folder.record(elements, arrays: arrays, script: script)
    let tunes = arrays.map { array in elements[array.first].first.map { $0 < plan.tuningCount } ?? false }
    let throttles = settings.slurm.maxParallel.map { most in
      ArrayThrottle.all(most, arrays: tunes.count { $0 }) + ArrayThrottle.all(most, arrays: tunes.count { !$0 })
    }
    var (jobs, tuning): ([String], [String]) = ([], earlier)
    for (index, array) in arrays.enumerated() {
      let throttle = throttles?[index]
      var dependency = tunes[index] ? [] : tuning
      if throttle?.followsAnother == true, let last = jobs.last { dependency.append(last) }
      do throws(RunFolderError) {
        let job = try slurm.submit(
          folder.script(of: submission.number), name: submission.jobName(ofArray: index), array: array,
          throttle: throttle?.most, dependency: dependency)
        try folder.note("job \(job)", to: submission, array: index)
        jobs.append(job)
        if tunes[index] { tuning.append(job) }
      } catch {
        guard case .command(_, let reason) = error else { throw error }
        try folder.note("refused: \(reason)", to: submission, array: index)
        return Report(
          submission: submission, jobs: jobs, refusal: reason, left: elements.count - array.first)
      }
    }
    return Report(submission: submission, jobs: jobs, refusal: nil, left: 0)
  }
}
