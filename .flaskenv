# read by the flask command (python-dotenv): which application it drives
FLASK_APP=dla_market.app
