import Experiments
import Files
import Foundation
import NeuralNets
import Testing
import Training

/// The file between two processes that train one trial.
struct CheckpointFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "checkpoint-\(UUID().uuidString)")

  private func state(_ fixture: TrialFixture) throws -> TrainingState {
    var state: TrainingState?
    _ = try Trainer(fixture.trial, on: fixture.dealt()).train(
      checkpoints: Checkpoints(.epochs(1)) { state = $0 })
    return try #require(state)
  }

  @Test func `a state comes back from its file to the bit`() throws {
    let file = CheckpointFile(of: TrialFixture.dropping.trial.id, in: folder)
    defer { file.remove() }
    #expect(try file.read() == nil)
    let state = try state(.dropping)
    try file.write(state)
    #expect(try file.read() == state)
    let head = try #require(
      String(decoding: FileContents.read(file.url), as: Unicode.ASCII.self).split(separator: "\n").first)
    #expect(head.hasPrefix("dropout-lab checkpoint 1 sha256=") && head.contains("trial=00 engine="))
    #expect(head.hasSuffix("epoch=3 steps=0"))
  }

  @Test(arguments: [0.0, 0.3, 0.6, 0.999])
  func `one changed bit anywhere is noticed, and the trial then begins anew`(_ share: Double) throws {
    let fixture = TrialFixture.dropping
    let file = CheckpointFile(of: fixture.trial.id, in: folder.appending(path: "\(share)"))
    try file.write(try state(fixture))
    var bytes = try FileContents.read(file.url)
    bytes[Int(share * Double(bytes.count))] ^= 4
    try AtomicFile.write(bytes, to: file.url)
    #expect(throws: CheckpointRefusal.self) { _ = try file.read() }
    var said: [String] = []
    let finished = try Trainer.train(
      fixture.trial, on: fixture.dealt(), checkpoint: file, rule: .whenStopped, say: { said.append($0) })
    #expect(finished.outcome == (try fixture.finished().outcome))
    #expect(said.count == 1 && said[0].contains("put aside as \(file.url.path).refused"), "\(said)")
    #expect(FileManager.default.fileExists(atPath: file.url.path + ".refused"))
  }

  @Test func `a file that ends early is refused`() throws {
    let file = CheckpointFile(of: TrialFixture.dropping.trial.id, in: folder.appending(path: "short"))
    try file.write(try state(.dropping))
    let bytes = try FileContents.read(file.url)
    try AtomicFile.write(Array(bytes.dropLast(100)), to: file.url)
    let refusal = #expect(throws: CheckpointRefusal.self) { _ = try file.read() }
    #expect(refusal?.description.contains("bytes behind its first line, not") == true)
  }

  @Test func `the state of another trial or of another network is not taken`() throws {
    let state = try state(.dropping)
    let other = CheckpointFile(of: TrialID(hex: "01"), in: folder.appending(path: "other"))
    try CheckpointFile(of: TrialID(hex: "00"), in: folder.appending(path: "other")).write(state)
    try FileManager.default.moveItem(
      at: folder.appending(path: "other/00.checkpoint"), to: folder.appending(path: "other/01.checkpoint"))
    let refusal = #expect(throws: CheckpointRefusal.self) { _ = try other.read() }
    #expect(refusal?.description.contains("it is of trial 00, not of 01") == true)
    var wider = TrialFixture.dropping
    wider.spec.network = .mlp(.init(hidden: [24, 19]))
    #expect(!Trainer(wider.trial, on: try wider.dealt()).take(state))
  }

  @Test func `a state that cannot be read stays where it is, and its trial is not begun anew`() throws {
    let fixture = TrialFixture.dropping
    let file = CheckpointFile(of: fixture.trial.id, in: folder.appending(path: "unread"))
    // A folder in its place can be opened and not be read, by the superuser either.
    try FileManager.default.createDirectory(at: file.url, withIntermediateDirectories: true)
    var said: [String] = []
    let refusal = #expect(throws: CheckpointRefusal.self) {
      _ = try Trainer.train(
        fixture.trial, on: fixture.dealt(), checkpoint: file, rule: .whenStopped, say: { said.append($0) })
    }
    #expect(refusal?.description.contains("cannot read: Is a directory; the trial can go on from this file") == true)
    #expect(said.isEmpty && FileManager.default.fileExists(atPath: file.url.path))
  }

  @Test func `a process that is stopped leaves its state, the next one goes on and says nothing`() throws {
    let fixture = TrialFixture.dropping
    let file = CheckpointFile(of: fixture.trial.id, in: folder.appending(path: "stopped"))
    var asked = 0
    #expect(throws: TrainingCancelled.self) {
      _ = try Trainer.train(
        fixture.trial, on: fixture.dealt(), checkpoint: file, rule: .whenStopped, say: { _ in },
        isCancelled: {
          asked += 1
          return asked > 8
        })
    }
    #expect(try file.read()?.place.epoch == 2)
    var epochs: [Int] = []
    let finished = try Trainer.train(
      fixture.trial, on: fixture.dealt(), checkpoint: file, rule: .whenStopped, say: { #expect(Bool(false), "\($0)") },
      progress: { epochs.append($0.epoch) })
    #expect(epochs == [2, 3])
    #expect(finished.outcome == (try fixture.finished().outcome))
  }
}
