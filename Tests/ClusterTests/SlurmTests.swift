import Cluster
import Foundation
import Testing

/// Slurm's side, with programs that only say what Slurm would.
struct SlurmTests {
  /// Programs of these names in a folder of their own, where `$SAID` is a file.
  private func withPrograms(_ programs: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "slurm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(at: folder) } catch {} }
    for (name, script) in programs {
      let url = folder.appending(path: name)
      try "#!/bin/sh\nSAID=\(folder.path)/said\n\(script)\n".write(to: url, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
    try body(folder)
  }

  private func settings(_ change: (inout SlurmOptions) -> Void = { _ in }) -> LaunchSettings {
    var options = SlurmOptions()
    change(&options)
    return LaunchSettings(
      engine: .slurm, slurm: options, pack: 1, program: ["/opt/a b/dropout-lab"], worker: ["--jobs", "1"])
  }

  private static let config = "echo 'MaxArraySize            = 3'"

  @Test func `arrays are cut at the cluster's size, compared trials wait for those that tune, and all is written down`()
    throws
  {
    try RunFixture.inFolder(tunes: true) { folder, frozen in
      try withPrograms([
        "scontrol": Self.config,
        "sbatch": "test -s \(folder.submissions.path)/0001/intent || exit 9; echo \"$@\" >> $SAID; wc -l < $SAID",
      ]) { programs in
        let launcher = SlurmLauncher(
          folder: folder, plan: frozen.plan, settings: settings { $0.maxParallel = 8 }, slurm: Slurm(in: programs))
        let report = try launcher.submit(Array(frozen.plan.tasks.indices))
        #expect(report.jobs == ["1", "2", "3", "4"] && report.refusal == nil)
        let said = try String(contentsOf: programs.appending(path: "said"), encoding: .utf8).split(separator: "\n")
        let script = folder.script(of: 1).path
        let name = report.submission.name
        #expect(
          said.map(String.init) == [
            "--parsable --job-name=\(name)-0 --array=0-2%4 \(script) 0",
            "--parsable --job-name=\(name)-1 --array=0-0%4 \(script) 3",
            "--parsable --job-name=\(name)-2 --array=0-2%4 --dependency=afterany:1:2 \(script) 4",
            "--parsable --job-name=\(name)-3 --array=0-0%4 --dependency=afterany:1:2 \(script) 7",
          ])
        #expect(try folder.allSubmissions() == [report.submission])
        #expect(try String(contentsOf: folder.folder(of: 1).appending(path: "answer-2"), encoding: .utf8) == "job 3\n")
      }
    }
  }

  @Test func `of a stage with more arrays than elements may run at once, each array follows the one before`() throws {
    try RunFixture.inFolder(tunes: true) { folder, frozen in
      try withPrograms([
        "scontrol": "echo 'MaxArraySize = 2'", "sbatch": "echo \"$@\" >> $SAID; wc -l < $SAID",
      ]) { programs in
        let settings = settings { $0.maxParallel = 1 }
        _ = try SlurmLauncher(folder: folder, plan: frozen.plan, settings: settings, slurm: Slurm(in: programs))
          .submit(Array(frozen.plan.tasks.indices), after: ["90"])
        let said = try String(contentsOf: programs.appending(path: "said"), encoding: .utf8).split(separator: "\n")
        let asked = said.map { $0.split(separator: " ").dropFirst(2).prefix(2).joined(separator: " ") }
        let script = folder.script(of: 1).path
        #expect(
          asked == [
            "--array=0-1%1 \(script)", "--array=0-1%1 --dependency=afterany:1",
            "--array=0-1%1 --dependency=afterany:90:1:2", "--array=0-1%1 --dependency=afterany:90:1:2:3",
          ])
      }
    }
  }

  @Test func `arrays of a stage share what may run at once`() {
    #expect(ArrayThrottle.all(8, arrays: 3).map(\.most) == [3, 3, 2])
    #expect(ArrayThrottle.all(3, arrays: 3) == [ArrayThrottle](repeating: ArrayThrottle.all(1, arrays: 1)[0], count: 3))
    #expect(ArrayThrottle.all(2, arrays: 7).map(\.most) == [2, 2, 2, 2, 2, 2, 2])
    #expect(ArrayThrottle.all(2, arrays: 7).map(\.followsAnother) == [false, true, true, true, true, true, true])
    #expect(ArrayThrottle.all(4, arrays: 0).isEmpty)
  }

  @Test func `a machine without sbatch is told from one where it fails`() throws {
    try withPrograms(["sbatch": "exit 1"]) { programs in try Slurm(in: programs).checkPresence() }
  }

  @Test func `arrays of elements that a submission does not have are left out`() throws {
    try RunFixture.inFolder { folder, _ in
      let submission = try folder.record([[0], [1]], arrays: [ElementRange(first: 0, count: 2)])
      let strange = "\(submission.name)\n0 2\n0 -1\n1 9223372036854775807\n-5 1\n3 0\n"
      try strange.write(to: folder.folder(of: 1).appending(path: "intent"), atomically: true, encoding: .utf8)
      #expect(try folder.submission(1) == submission)
    }
  }

  @Test func `what Slurm refuses is said in its words, and the rest is left for later`() throws {
    try RunFixture.inFolder { folder, frozen in
      try withPrograms([
        "scontrol": Self.config,
        "sbatch":
          "echo x >> $SAID; test $(wc -l < $SAID) -lt 2 && echo 7 && exit; echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' >&2; exit 1",
      ]) { programs in
        let report = try SlurmLauncher(
          folder: folder, plan: frozen.plan, settings: settings(), slurm: Slurm(in: programs)
        ).submit([0, 1, 2, 3])
        #expect(report.jobs == ["7"] && report.left == 1)
        #expect(report.refusal == "sbatch: error: QOSMaxSubmitJobPerUserLimit")
      }
    }
  }

  @Test func `an empty queue means something only where squeue succeeded`() throws {
    try withPrograms(["squeue": "exit 0"]) { programs in
      let queue = try Slurm(in: programs).queue(of: ["a"])
      #expect(queue == [])
    }
    try withPrograms(["squeue": "echo 'Unable to contact slurm controller' >&2; exit 1"]) { programs in
      let error = #expect(throws: RunFolderError.self) { _ = try Slurm(in: programs).queue(of: ["a"]) }
      #expect(error == .command("squeue", reason: "Unable to contact slurm controller"))
    }
    try withPrograms(["squeue": "echo 'a|5_0|RUNNING|0|n1|None'; echo 'b|6_0|RUNNING|0|n1|None'"]) { programs in
      let queue = try Slurm(in: programs).queue(of: ["a"])
      #expect(queue.map(\.job) == ["5_0"])
    }
  }

  @Test func `the script asks for what was asked for and quotes what must be`() throws {
    try RunFixture.inFolder { folder, frozen in
      let settings = settings {
        ($0.partition, $0.account, $0.time, $0.memory, $0.cpus) = ("cpu", "lab", "90m", "4G", 2)
        $0.more = ["--nice=5"]
      }
      #expect(
        settings.slurm.asked == ["--partition=cpu", "--account=lab", "--time=90", "--mem=4G", "--nice=5"])
      try folder.write(settings)
      #expect(try folder.launchSettings() == settings)
      var withHosts = settings
      withHosts.hosts = "/home/me/hosts"
      try folder.write(withHosts)
      #expect(try folder.launchSettings() == withHosts)
      let submission = Submission(number: 12, name: "dropout-lab-5d1f", elements: [[0]], arrays: [])
      let text = SlurmScript(submission: submission, folder: folder, settings: settings).text
      for line in [
        "--job-name=dropout-lab-5d1f", "--output=\(folder.path)/logs/0012.%A_%a.log", "--partition=cpu",
        "--account=lab", "--time=90", "--mem=4G", "--cpus-per-task=2", "--requeue", "--signal=B:TERM@60", "--nice=5",
      ] {
        #expect(text.contains("\n#SBATCH \(line)\n"), "\(line)")
      }
      let spaced = SlurmScript(submission: submission, folder: RunFolder(URL(filePath: "/a b/5%j")), settings: settings)
      #expect(spaced.text.contains("\n#SBATCH --output='/a b/5%%j/logs/0012.%A_%a.log'\n"), "\(spaced.text)")
      #expect(text.contains("\n'/opt/a b/dropout-lab' worker --run \(folder.path) --jobs 1 --submission 12 --element"))
    }
  }

  @Test(arguments: [
    ("30m", "30"), ("2h", "120"), ("1d", "1440"), ("1-12:00", "1-12:00"), ("45", "45"),
    ("9223372036854775807h", "9223372036854775807h"),
  ])
  func `times are minutes, or as Slurm takes them`(_ given: String, _ expected: String) {
    #expect(SlurmOptions.minutes(given) == expected)
  }
}
