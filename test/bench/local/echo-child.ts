/** The barest child there is: sends back what it gets. */
process.on("message", (message) => void process.send?.(message));
