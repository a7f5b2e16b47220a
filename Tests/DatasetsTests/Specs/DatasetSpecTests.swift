import Datasets
import Foundation
import Specifications
import Testing

struct DatasetSpecTests {
  private let plain = DatasetSpec(source: .syntheticDigits, training: 2000, validation: 1000, test: 10000)

  static let specs: [DatasetSpec] =
    DatasetSource.choices.compactMap { choice in
      let folder = SpecNode.map([("path", .text("some/folder"))])
      guard var map = MapReader(folder, of: choice.name, Problems()) else { return nil }
      return choice.read(&map)
    }.map { DatasetSpec(source: $0, training: 10, validation: 5, test: 3) }
    + [
      DatasetSpec(source: .named(.mnist), training: 1, validation: 0, test: 0, labelNoise: 0.25),
      DatasetSpec(source: .twoMoons, training: 1, validation: 0, test: 0, normalization: .standardized),
      DatasetSpec(source: .spirals, training: 1, validation: 0, test: 0, subset: .fixed),
      DatasetSpec(source: .named(.mnist), training: 1, validation: 0, test: 0, classes: [8, 3]),
      DatasetSpec(
        source: .syntheticDigits, training: 1, validation: 0, test: 0,
        augmentation: Augmentation(shift: 2, rotation: 10.5)),
    ]

  @Test(arguments: specs)
  func `a written spec reads as itself`(spec: DatasetSpec) {
    let problems = Problems()
    #expect(DatasetSpec.read(spec.node, problems) == spec)
    #expect(problems.found.isEmpty)
  }

  @Test
  func `the shape of an example is known before any is made`() throws {
    let store = DatasetStore(folders: DatasetFolders(roots: [], own: URL(filePath: "nowhere")))
    for source in [DatasetSource.twoMoons, .spirals, .gaussianBlobs, .generated(.adding(AddingProblem()))] {
      #expect(try store.load(source, seed: 1).shape == source.shape)
    }
    #expect(try SyntheticDigits.beginning(of: 10, seed: 1).shape == DatasetSource.syntheticDigits.shape)
    #expect(DatasetSource.folder(path: "x").shape == nil)
  }

  @Test
  func `keys at their default are not written`() {
    #expect(
      plain.node.canonical
        == #"{"name":"synthetic-digits","test":"10000","training":"2000","validation":"1000"}"#)
    let folder = DatasetSpec(source: .folder(path: "x"), training: 1, validation: 0, test: 0)
    #expect(folder.node.canonical == #"{"path":"x","test":"0","training":"1","validation":"0"}"#)
  }

  @Test(arguments: [
    (["name": "mnist", "path": "x"], "dataset has both 'name' and 'path'; give one"),
    (["size": "3"], "dataset needs 'name' (of a data set) or 'path' (of a folder of IDX files)"),
    (["path": ""], "path is empty, allowed is a folder of IDX files"),
    (["name": "minst"], "unknown name 'minst' in data set (did you mean 'mnist'?); allowed: "),
    (["name": "mnist", "training": "0"], "training is '0', allowed is a whole number of at least 1"),
    (["name": "mnist", "labelNoise": "1.5"], "labelNoise is '1.5', allowed is a number from 0 to 1"),
    (["name": "mnist", "normalization": "units"], "unknown name 'units' in normalization (did you mean 'unit'?)"),
    (["name": "mnist", "subset": "same"], "unknown name 'same' in subset rule; allowed: perReplicate, fixed"),
    (["name": "mnist", "trainings": "7"], "unknown key 'trainings' in dataset (did you mean 'training'?)"),
    (["name": "mnist", "test": "many"], "expected a whole number, found 'many'"),
  ])
  func `what cannot be is reported`(keys: [String: String], sentence: String) {
    var entries = ["training": "10", "validation": "5", "test": "5"]
    entries.merge(keys) { $1 }
    let problems = Problems()
    #expect(
      DatasetSpec.read(.map(entries.map { ($0.key, .text($0.value)) }), problems) == nil || sentence.contains("key"))
    #expect(problems.found.contains { $0.message.hasPrefix(sentence) }, "\(problems.found)")
  }

  @Test
  func `an augmentation must change something within its bounds`() {
    for (entries, sentence) in [
      ([], "augmentation changes nothing; give 'shift' or 'rotation' above 0, or leave it out"),
      ([("rotation", "181")], "rotation is '181', allowed is a number of degrees from 0 to 180"),
      ([("shift", "-1")], "shift is '-1', allowed is a number of at least 0"),
    ] as [([(String, String)], String)] {
      let problems = Problems()
      #expect(Augmentation.read(.map(entries.map { ($0.0, .text($0.1)) }), problems) == nil)
      #expect(problems.found.map(\.message) == [sentence])
    }
  }

  @Test
  func `every data set has a name of its own and a summary that fits a catalogue`() {
    let choices = DatasetSource.choices
    #expect(Set(choices.map(\.name)).count == choices.count)
    #expect(choices.allSatisfy { !$0.summary.isEmpty && $0.summary.count <= 150 })
  }
}
