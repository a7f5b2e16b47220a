import Foundation
import Specifications

/// The script of one submission's job arrays; its one argument is the number of the first element of the array.
package struct SlurmScript: Sendable {
  package let submission: Submission
  package let folder: RunFolder
  package let settings: LaunchSettings

  package init(submission: Submission, folder: RunFolder, settings: LaunchSettings) {
    self.submission = submission
    self.folder = folder
    self.settings = settings
  }

  /// How often an element that was told to stop goes on by itself.
  private static let restarts = 100

  /// The worker gets the signal of its own, and what it leaves unfinished is queued again unless the job was cancelled.
  package var text: String {
    // sbatch takes quotes as a shell does, and no option behind a path that a blank cuts in two.
    let log = ShellWord.quoted(SlurmLog.path(folder, "\(submission.folderName).%A_%a.log"))
    let asked = ["--job-name=\(submission.name)", "--output=\(log)"]
    let worker = settings.command(folder: folder, submission: submission)
    return """
      #!/bin/sh
      \((asked + settings.slurm.lines).map { "#SBATCH \($0)" }.joined(separator: "\n"))
      \(worker.map(ShellWord.quoted).joined(separator: " ")) "$((${1:-0} + SLURM_ARRAY_TASK_ID))" &
      worker=$!
      trap 'kill -TERM "$worker" 2>/dev/null' TERM
      wait "$worker"
      code=$?
      while kill -0 "$worker" 2>/dev/null; do
        wait "$worker"
        code=$?
      done
      # 75 says that work is left: the element is queued again, unless it or the run was cancelled.
      element="${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
      if [ "$code" = 75 ] && [ ! -e \(ShellWord.quoted(folder.cancelled.path)) ] \\
        && [ "${SLURM_RESTART_COUNT:-0}" -lt \(Self.restarts) ] && [ "$(squeue -h -j "$element" -o %T)" = RUNNING ]; then
        scontrol requeue "$element" && sleep 60
      fi
      exit "$code"

      """
  }
}

/// Names of the files that Slurm writes into the folder of logs.
package enum SlurmLog {
  /// The path as sbatch takes it: its own marks, such as `%j`, stand in the name only.
  package static func path(_ folder: RunFolder, _ name: String) -> String {
    "\(folder.path.replacing("%", with: "%%"))/logs/\(name)"
  }
}
