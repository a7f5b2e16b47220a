import Files
import Foundation

/// The four IDX files of a data set, with the names that errors use.
package struct DatasetFiles: Hashable, Sendable {
  /// One for each part, in order.
  package let files: [IDXFile]
  /// Paths, or what stands for them.
  package let names: [String]

  package init(files: [IDXFile], names: [String]) {
    precondition(files.count == 4 && names.count == 4, "a data set has four files, not \(files.count)")
    self.files = files
    self.names = names
  }

  package subscript(part: DatasetPart) -> IDXFile { files[part.rawValue] }
  package func name(of part: DatasetPart) -> String { names[part.rawValue] }

  /// SHA-256 over all four.
  package var digest: SHA256Digest { IDXFile.digest(of: files) }
}

// MARK: - Reading and writing

extension DatasetFiles {
  /// Reads the four files.
  package init(reading urls: [URL]) throws(DatasetError) {
    var files: [IDXFile] = []
    for url in urls { files.append(try IDXFile(reading: url)) }
    self.init(files: files, names: urls.map(\.path))
  }

  /// Writes the four files, packed, into a folder under their usual names, replacing any; returns their paths.
  package func write(to folder: URL) throws(DatasetError) -> [URL] {
    var written: [URL] = []
    do {
      try AtomicFile.createFolder(folder)
      for part in DatasetPart.allCases {
        let url = folder.appending(path: part.fileName(dimensions: self[part].dimensions.count))
        try AtomicFile.write(Gzip.pack(self[part].bytes), to: url)
        written.append(url)
      }
    } catch {
      throw DatasetError(error)
    }
    return written
  }
}

// MARK: - From files to a data set

extension DatasetFiles {
  /// Joins images and labels, after checking that they belong together.
  package func dataset(from source: DatasetSource) throws(DatasetError) -> LoadedDataset {
    let first: UInt8 = if case .named(let set) = source { set.firstLabel } else { 0 }
    let known: Int? = if case .named(let set) = source { set.classes } else { nil }
    let classes = known ?? 1 + Int(self[.trainingLabels].values.max() ?? 0)
    let transposed = if case .named(let set) = source { set.isEMNIST } else { false }
    let training = try join(.trainingImages, .trainingLabels, classes, first, transposed)
    let test = try join(.testImages, .testLabels, classes, first, transposed)
    guard training.shape == test.shape else {
      throw DatasetError(
        .malformed, name(of: .testImages),
        "images are \(test.shape), those of \(name(of: .trainingImages)) are \(training.shape)")
    }
    return LoadedDataset(source: source, training: training, test: test, classes: classes, digest: digest)
  }

  private func join(
    _ images: DatasetPart, _ labels: DatasetPart, _ classes: Int, _ first: UInt8, _ transposed: Bool
  ) throws(DatasetError) -> StoredExamples {
    let shape = try shape(of: images)
    guard !transposed || shape.height == shape.width && shape.channels == 1 else {
      throw DatasetError(.malformed, name(of: images), "images are \(shape), those of EMNIST are square")
    }
    let classes = try checkedLabels(labels, images, classes, first)
    let bytes = transposed ? Self.transpose(self[images].values, shape) : self[images].values
    return StoredExamples(shape: shape, bytes: bytes, labels: classes)
  }

  /// (items, features), (items, height, width) or (items, height, width, channels).
  private func shape(of part: DatasetPart) throws(DatasetError) -> ExampleShape {
    let sizes = self[part].dimensions
    switch sizes.count {
    case 2: return ExampleShape(height: 1, width: sizes[1])
    case 3: return ExampleShape(height: sizes[1], width: sizes[2])
    case 4: return ExampleShape(height: sizes[1], width: sizes[2], channels: sizes[3])
    default: throw DatasetError(.malformed, name(of: part), "has 1 dimension, allowed for images are 2 to 4")
    }
  }

  private func checkedLabels(
    _ part: DatasetPart, _ images: DatasetPart, _ classes: Int, _ first: UInt8
  ) throws(DatasetError) -> [UInt8] {
    let file = self[part]
    guard file.dimensions.count == 1 else {
      throw DatasetError(.malformed, name(of: part), "has \(file.dimensions.count) dimensions, allowed for labels is 1")
    }
    guard file.count == self[images].count else {
      throw DatasetError(
        .malformed, name(of: part),
        "has \(file.count) labels, but there are \(self[images].count) images in \(name(of: images))")
    }
    let last = Int(first) + classes - 1
    if let wrong = file.values.firstIndex(where: { $0 < first || Int($0) > last }) {
      throw DatasetError(
        .malformed, name(of: part), "label \(wrong + 1) is \(file.values[wrong]), allowed are \(first) to \(last)")
    }
    return first == 0 ? file.values : file.values.map { $0 - first }
  }

  /// Swaps rows and columns of every image: EMNIST stores them column by column.
  private static func transpose(_ values: [UInt8], _ shape: ExampleShape) -> [UInt8] {
    precondition(shape.height == shape.width && shape.channels == 1, "only square images are transposed, not \(shape)")
    let side = shape.height
    return [UInt8](unsafeUninitializedCapacity: values.count) { buffer, filled in
      for start in stride(from: 0, to: values.count, by: side * side) {
        for row in 0..<side {
          for column in 0..<side { buffer[start + row * side + column] = values[start + column * side + row] }
        }
      }
      filled = values.count
    }
  }
}
