/** Apollo's gateway asks for Google's cloud as soon as it is imported, and warns where there is none. To be imported before it. */
process.env.METADATA_SERVER_DETECTION ??= 'none';
