extension Collection<String> {
  /// The words with commas between them; of very many the first, and how many more there are.
  package var listed: String {
    let words = prefix(Self.mostListed).joined(separator: ", ")
    return count > Self.mostListed ? "\(words) and \(count - Self.mostListed) more" : words
  }

  private static var mostListed: Int { 100 }
}
