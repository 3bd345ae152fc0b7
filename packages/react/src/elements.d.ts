// Has to be the first file: types of an XML library that the router's types reach declare JSX elements as well.
/// <reference types="react" />
