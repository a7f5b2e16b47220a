import Files
import Foundation
import Specifications

/// What is handed to a scheduler at once: elements of tasks, written down before anything is asked of anybody.
package struct Submission: Hashable, Sendable {
  /// From 1, in the order of the ledger.
  package let number: Int
  /// By which its jobs are found again: a job id alone may be lost or given to another job.
  package let name: String
  /// The tasks of each element.
  package let elements: [[Int]]
  /// The elements of each job array.
  package let arrays: [ElementRange]

  package init(number: Int, name: String, elements: [[Int]], arrays: [ElementRange]) {
    self.number = number
    self.name = name
    self.elements = elements
    self.arrays = arrays
  }

  /// What the jobs of an array are called.
  package func jobName(ofArray array: Int) -> String { "\(name)-\(array)" }
  /// What the jobs of all its arrays are called; empty where no scheduler was asked.
  package var jobNames: [String] { arrays.indices.map(jobName) }

  package var folderName: String { Self.folderName(number) }

  fileprivate static func folderName(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
  }

  /// Cuts tasks into elements of so many, the later ones of a tuned run apart from those that tune.
  package static func elements(of tasks: [Int], tuningCount: Int, pack: Int) -> [[Int]] {
    precondition(pack > 0, "an element of \(pack) tasks does nothing")
    let parts = [tasks.filter { $0 < tuningCount }, tasks.filter { $0 >= tuningCount }]
    return parts.flatMap { part in
      stride(from: 0, to: part.count, by: pack).map { Array(part[$0..<min($0 + pack, part.count)]) }
    }
  }
}

extension Submission {
  /// Its name and its arrays, as they are written down before anything is submitted.
  fileprivate var intent: String {
    ([name] + arrays.map { "\($0.first) \($0.count)" }).map { $0 + "\n" }.joined()
  }

  /// The tasks of a queued element; all of an array where it is not told which, none of another submission.
  package func tasks(of queued: QueuedElement) -> [Int] {
    guard let array = arrays.indices.first(where: { jobName(ofArray: $0) == queued.jobName }) else { return [] }
    let range = arrays[array]
    let own = queued.index.map { [range.first + $0] } ?? Array(range.first..<range.first + range.count)
    return own.filter(elements.indices.contains).flatMap { elements[$0] }
  }
}

/// Elements that go into one array.
package struct ElementRange: Hashable, Sendable {
  /// The number of its first element within the submission.
  package let first: Int
  package let count: Int

  package init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  /// Cuts so many elements into arrays of at most `most`; none spans the end of those that tune, which come first.
  package static func cut(_ count: Int, tuning: Int, most: Int) -> [ElementRange] {
    precondition(most > 0, "arrays of \(most) elements hold nothing")
    func part(_ range: Range<Int>) -> [ElementRange] {
      stride(from: range.lowerBound, to: range.upperBound, by: most).map {
        ElementRange(first: $0, count: min(most, range.upperBound - $0))
      }
    }
    return part(0..<tuning) + part(tuning..<count)
  }
}

// MARK: - The ledger

extension RunFolder {
  private static let prefix = "dropout-lab-"

  /// Takes the next number of the ledger and records what is going to be submitted.
  package func record(
    _ elements: [[Int]], arrays: [ElementRange], script: (Submission) -> String = { _ in "" }
  ) throws(RunFolderError) -> Submission {
    do throws(FileError) {
      var number = try names(in: submissions).compactMap { Int($0) }.max() ?? 0
      while true {
        number += 1
        let submission = Submission(
          number: number, name: "\(Self.prefix)\(UUID().uuidString.lowercased())", elements: elements, arrays: arrays)
        let folder = folder(of: submission.number)
        if mkdir(folder.path, 0o777) != 0 {
          guard errno == EEXIST else { throw FileError(path: folder.path, operation: "make the folder", code: errno) }
          continue
        }
        let lines = elements.map { $0.map(String.init).joined(separator: " ") + "\n" }.joined()
        try AtomicFile.write(text: lines, to: folder.appending(path: "elements"))
        let script = script(submission)
        if !script.isEmpty { try AtomicFile.write(text: script, to: self.script(of: number)) }
        // The name is written last: from now on there may be jobs of it.
        try AtomicFile.write(text: submission.intent, to: folder.appending(path: "intent"))
        return submission
      }
    } catch {
      throw .file(error)
    }
  }

  package func folder(of submission: Int) -> URL {
    submissions.appending(path: Submission.folderName(submission), directoryHint: .isDirectory)
  }

  package func script(of submission: Int) -> URL { folder(of: submission).appending(path: "script.sh") }

  /// Notes what a scheduler answered, one line after the other.
  package func note(_ answer: String, to submission: Submission, array: Int) throws(RunFolderError) {
    do {
      try AtomicFile.write(text: answer + "\n", to: folder(of: submission.number).appending(path: "answer-\(array)"))
    } catch {
      throw .file(error)
    }
  }

  /// A submission by its number.
  package func submission(_ number: Int) throws(RunFolderError) -> Submission {
    let folder = folder(of: number)
    func text(_ name: String) throws(FileError) -> String {
      String(decoding: try FileContents.read(folder.appending(path: name)), as: UTF8.self)
    }
    do {
      let elements = try text("elements").split(separator: "\n", omittingEmptySubsequences: true).map { line in
        line.split(separator: " ").compactMap { Int($0) }
      }
      let lines = try text("intent").split(separator: "\n")
      let arrays = lines.dropFirst().compactMap { line -> ElementRange? in
        let words = line.split(separator: " ").compactMap { Int($0) }
        guard words.count == 2, words[1] >= 0, (0...elements.count).contains(words[0]),
          words[1] <= elements.count - words[0]
        else { return nil }
        return ElementRange(first: words[0], count: words[1])
      }
      return Submission(number: number, name: lines.first.map(String.init) ?? "", elements: elements, arrays: arrays)
    } catch {
      throw .file(error)
    }
  }

  /// The submissions that were meant, oldest first; one whose intent was never written was never made.
  package func allSubmissions() throws(RunFolderError) -> [Submission] {
    let numbers: [Int]
    do { numbers = try names(in: submissions).compactMap { Int($0) }.sorted() } catch { throw .file(error) }
    var found: [Submission] = []
    for number in numbers {
      do throws(RunFolderError) { found.append(try submission(number)) } catch .file(let error) where error.isMissing {}
    }
    return found
  }
}
