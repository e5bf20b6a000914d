package beside.api;

/** What is called while its provider is replaced. */
public interface Counting {
    /** The version of the bundle that answers; fails when it has been stopped. */
    String next();
}
