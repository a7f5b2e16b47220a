import Datasets
import Files
import Foundation
import Testing

/// A small data set: 12 training and 6 test images of 2 × 2 in 3 classes.
func smallFiles(
  training: [UInt8] = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], test: [UInt8] = [0, 1, 2, 0, 1, 2], side: Int = 2
) -> DatasetFiles {
  let images = { (count: Int, first: Int) in
    IDXFile(
      dimensions: [count, side, side], values: (0..<count * side * side).map { UInt8(($0 * 5 + first) % 256) })
  }
  return DatasetFiles(
    files: [
      images(12, 0), IDXFile(dimensions: [training.count], values: training), images(6, 100),
      IDXFile(dimensions: [test.count], values: test),
    ],
    names: ["train-images", "train-labels", "t10k-images", "t10k-labels"])
}

struct DatasetFilesTests {
  @Test
  func `images and labels are joined and digested`() throws {
    let files = smallFiles()
    let dataset = try files.dataset(from: .folder(path: "f"))
    #expect(dataset.classes == 3)
    #expect(dataset.shape == ExampleShape(height: 2, width: 2))
    #expect(dataset.training.count == 12 && dataset.test.count == 6)
    #expect(Array(dataset.training[1]) == [20, 25, 30, 35])
    #expect(dataset.digest == SHA256.digest(of: files.files.flatMap(\.bytes)))
  }

  @Test
  func `written files are read as the same data set with the same digest`() throws {
    let folder = try TemporaryFolder()
    let files = smallFiles()
    let written = try files.write(to: folder.root)
    #expect(
      written.map(\.lastPathComponent) == [
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
      ])
    let read = try DatasetFiles(reading: written)
    #expect(read.files == files.files)
    #expect(read.digest == files.digest)
  }

  @Test
  func `shapes with channels and without rows are understood`() throws {
    for (dimensions, shape) in [
      ([12, 2, 2, 3], ExampleShape(height: 2, width: 2, channels: 3)), ([12, 5], ExampleShape(height: 1, width: 5)),
    ] {
      let values = [UInt8](repeating: 1, count: dimensions.reduce(1, *))
      var files = smallFiles().files
      files[0] = IDXFile(dimensions: dimensions, values: values)
      files[2] = IDXFile(dimensions: [6] + dimensions[1...], values: Array(values[..<(values.count / 2)]))
      let dataset = try DatasetFiles(files: files, names: ["a", "b", "c", "d"]).dataset(from: .folder(path: "f"))
      #expect(dataset.shape == shape)
    }
  }

  @Test
  func `EMNIST is transposed and its letters are counted from 0`() throws {
    let files = smallFiles(
      training: (1...12).map { UInt8($0) }, test: [26, 1, 2, 3, 4, 5], side: 2)
    let letters = try files.dataset(from: .named(.emnistLetters))
    #expect(letters.classes == 26)
    #expect(letters.training.labels == (0...11).map { UInt8($0) })
    #expect(letters.test.labels[0] == 25)
    #expect(Array(letters.training[1]) == [20, 30, 25, 35])
    #expect(letters.digest == files.digest)
  }

  @Test
  func `labels out of range are refused with their place`() {
    expect("train-labels: label 3 is 10, allowed are 0 to 9", .named(.mnist)) {
      smallFiles(training: [0, 1, 10, 0, 1, 2, 0, 1, 2, 0, 1, 2])
    }
    expect("t10k-labels: label 6 is 3, allowed are 0 to 2", .folder(path: "f")) {
      smallFiles(test: [0, 1, 2, 0, 1, 3])
    }
    expect("train-labels: label 1 is 0, allowed are 1 to 26", .named(.emnistLetters)) { smallFiles() }
  }

  @Test
  func `files that do not belong together are refused`() {
    expect("t10k-labels: has 5 labels, but there are 6 images in t10k-images", .folder(path: "f")) {
      smallFiles(test: [0, 1, 2, 0, 1])
    }
    expect("t10k-images: images are 2 × 3, those of train-images are 2 × 2", .folder(path: "f")) {
      replacing(.testImages, IDXFile(dimensions: [6, 2, 3], values: [UInt8](repeating: 0, count: 36)))
    }
    expect("train-images: has 1 dimension, allowed for images are 2 to 4", .folder(path: "f")) {
      replacing(.trainingImages, IDXFile(dimensions: [12], values: [UInt8](repeating: 0, count: 12)))
    }
    expect("train-labels: has 2 dimensions, allowed for labels is 1", .folder(path: "f")) {
      replacing(.trainingLabels, IDXFile(dimensions: [12, 1], values: [UInt8](repeating: 0, count: 12)))
    }
    expect("train-images: images are 2 × 3, those of EMNIST are square", .named(.emnistDigits)) {
      replacing(.trainingImages, IDXFile(dimensions: [12, 2, 3], values: [UInt8](repeating: 0, count: 72)))
    }
  }

  private func replacing(_ part: DatasetPart, _ file: IDXFile) -> DatasetFiles {
    let whole = smallFiles()
    var files = whole.files
    files[part.rawValue] = file
    return DatasetFiles(files: files, names: whole.names)
  }

  private func expect(_ sentence: String, _ source: DatasetSource, _ files: () -> DatasetFiles) {
    let error = #expect(throws: DatasetError.self) { try files().dataset(from: source) }
    #expect(error?.description == sentence)
    #expect(error?.kind == .malformed)
  }
}
